using System.Text;
using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs.Tables;
using Xunit;

namespace StructuralError.Tests.Reporting.Csv;

public sealed class LayerCsvTests
{
    private const string Header = "step,part,name,trace,lambda_min_part,trace_share,lambda_min_share,trace_share_without_output_bias,lambda_min_share_without_output_bias\n";

    private static readonly string Good = Write(StructureRows.Layers(0, 10, 25));

    [Fact]
    public void Write_OneStep_GivesExactlyThisText() => Assert.Equal(
        Header
        + "0,0,\"layer0 conv2d 1 → 16, kernel 3\",0.1,0.3333333333333333,0.2,NaN,0.4,0.5\n"
        + "0,1,\"layer1 conv2d 1 → 16, kernel 3\",0.1,0.3333333333333333,0.2,NaN,0.4,0.5\n"
        + "0,2,\"output \"\"bias\"\"\",0.1,0.3333333333333333,0.2,NaN,,\n",
        Write(StructureRows.Layers(0)));

    [Fact]
    public void Parse_WhatWasWritten_GivesTheSameRows() => Assert.Equal(StructureRows.Layers(0, 10, 25), Parse(Good));

    [Fact]
    public void Parse_OtherCulture_GivesTheSameRows()
    {
        using CommaCulture culture = new();
        Assert.Equal(StructureRows.Layers(0, 10, 25), Parse(Write(StructureRows.Layers(0, 10, 25))));
    }

    [Fact]
    public void Write_VeryLongName_IsWhole()
    {
        LayerRow row = StructureRows.Layer(0, 0, new string('x', 100_000));
        Assert.Equal([row], Parse(Write(row)));
    }

    /// <summary>Some length of the name lets any of the cells end where the buffer does.</summary>
    [Fact]
    public void Write_RowsThatEndAboutTheBuffersEnd_AreWhole()
    {
        const int Buffer = 32 * 1024;
        for (int length = Buffer - Header.Length - 120; length <= Buffer; length++)
        {
            LayerRow row = StructureRows.Layer(0, 0, new string('x', length));
            Assert.Equal([row], Parse(Write(row)));
        }
    }

    [Fact]
    public void Parse_CutAnywhere_GivesWholeStepsAndSaysSo()
    {
        IReadOnlyList<LayerRow> all = Parse(Good);
        for (int length = Header.Length; length < Good.Length; length++)
        {
            List<string> warnings = [];
            int lines = Good[..length].Count(character => character == '\n') - 1;
            IReadOnlyList<LayerRow> rows = RunTables.Layers.Parse(Encoding.UTF8.GetBytes(Good[..length]), "layers.csv", warnings.Add);

            // Until a second step begins, how many parts a step has is not known.
            Assert.Equal(all.Take(lines <= 3 ? lines : lines - (lines % 3)), rows);
            Assert.Equal(lines > 3 && lines % 3 > 0, warnings.Contains(FormattableString.Invariant($"layers.csv: the last step, {(lines > 6 ? 25 : 10)}, has {lines % 3} of 3 parts and was left out.")));
        }
    }

    [Theory]
    [InlineData("\n0,0,", "\n0,1,", "line 2, column part: '1' is not 0, the first part of a step.")]
    [InlineData("\n10,0,", "\n10,1,", "line 5, column part: '1' does not come after part 2 of step 0.")]
    [InlineData("\n10,0,", "\n0,0,", "line 5, column step: '0' does not come after 0, the step of the line before.")]
    [InlineData("\n10,2,", "\n25,0,", "line 7, column part: step 10 ends with part 1, step 0 has 3 parts.")]
    [InlineData("\n25,0,", "\n10,3,", "line 8, column part: '3' is more than step 0 has, which has 3 parts.")]
    [InlineData("\n10,1,\"layer1", "\n10,1,\"layer9", "line 6, column name: 'layer9 conv2d 1 → 16, kernel 3' is not 'layer1 conv2d 1 → 16, kernel 3', the name of part 1 before.")]
    [InlineData("\n0,0,\"layer0 conv2d 1 → 16, kernel 3\"", "\n0,0,", "line 2, column name: '' is not a text.")]
    [InlineData("NaN,0.4", "nan,0.4", "line 2, column lambda_min_share: 'nan' is not a number.")]
    [InlineData("lambda_min_part,", "lambda,", "line 1, column 5: the header is 'lambda', expected 'lambda_min_part'.")]
    public void Parse_SomethingWrong_NamesFileLineColumnAndValue(string from, string to, string expected)
    {
        int at = Good.IndexOf(from, StringComparison.Ordinal);
        UserErrorException error = Assert.Throws<UserErrorException>(() => Parse(Good[..at] + to + Good[(at + from.Length)..]));
        Assert.Equal(FailureKind.BadData, error.Kind);
        Assert.StartsWith("layers.csv, " + expected, error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<LayerRow> Parse(string text) => RunTables.Layers.Parse(Encoding.UTF8.GetBytes(text), "layers.csv", Assert.Fail);

    private static string Write(params LayerRow[] rows)
    {
        using MemoryStream stream = new();
        using (CsvRowWriter<LayerRow> writer = RunTables.Layers.Writer(stream.Write))
        {
            writer.Write(rows);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
