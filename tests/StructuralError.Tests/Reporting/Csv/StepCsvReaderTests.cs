using System.Text;
using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs.Tables;
using Xunit;

namespace StructuralError.Tests.Reporting.Csv;

public class StepCsvReaderTests
{
    private const string AfterPearsonUpper =
        ",pearson_lower,log_batch_gradient_norm,bound_position,p_norm_squared,theta_norm_squared,exact_fits,log_samples,"
        + "proposition1_risk,proposition1_constant,proposition1_violations,label_floor";

    private static readonly string Good = StepCsvWriterTests.Write(Rows.Make(0), Rows.Make(3, 1.0 / 7), Rows.Make(9, -0.7, 0.5, -0.25));

    [Fact]
    public void Parse_WhatWasWritten_GivesTheSameRows()
    {
        StepRow[] rows = [Rows.Make(0), Rows.Fill(double.NaN) with { Step = 1 }, Rows.Fill(double.NegativeInfinity) with { Step = 2 }, Rows.Make(50, 1.0 / 7, 0.5, -0.25)];
        List<string> warnings = [];

        IReadOnlyList<StepRow> read = RunTables.Steps.Parse(Encoding.UTF8.GetBytes(StepCsvWriterTests.Write(rows)), "steps.csv", warnings.Add);

        Assert.Equal(rows, read);
        Assert.Empty(warnings);
    }

    [Fact]
    public void Parse_OtherCulture_GivesTheSameRows()
    {
        IReadOnlyList<StepRow> expected = Parse(Good);
        using CommaCulture culture = new();
        Assert.Equal(expected, Parse(Good));
    }

    [Fact]
    public void Parse_CarriageReturnsAndByteOrderMark_AreAccepted() =>
        Assert.Equal(Parse(Good), Parse("\uFEFF" + Good.Replace("\n", "\r\n", StringComparison.Ordinal)));

    [Fact]
    public void Parse_HeaderAlone_GivesNoRows() => Assert.Empty(Parse(RunTables.Steps.Header + "\n"));

    [Fact]
    public void Parse_CutAnywhere_NeverGivesARowThatWasNotWritten()
    {
        IReadOnlyList<StepRow> all = Parse(Good);
        int header = RunTables.Steps.Header.Length + 1;
        for (int length = header; length < Good.Length; length++)
        {
            List<string> warnings = [];
            string cut = Good[..length];
            IReadOnlyList<StepRow> rows = Parse(cut, warnings);
            int whole = cut.Count(character => character == '\n') - 1;
            Assert.Equal(all.Take(whole), rows);
            if (cut.EndsWith('\n'))
            {
                Assert.Empty(warnings);
            }
            else
            {
                string warning = Assert.Single(warnings);
                Assert.Contains($"steps.csv, line {whole + 2}:", warning, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("0.1", "zero", "line 2, column loss: 'zero' is not a number.")]
    [InlineData(",64,", ",64.5,", "line 2, column samples: '64.5' is not a whole number up to 2147483647.")]
    [InlineData("\n3,", "\n-3,", "line 3, column step: '-3' is not a whole number up to 9007199254740992.")]
    [InlineData("\n9,", "\n9007199254740993,", "line 4, column step: '9007199254740993' is not a whole number up to 9007199254740992.")]
    [InlineData("\n3,", "\n0,", "line 3, column step: '0' does not come after 0")]
    [InlineData(",0.5,-0.25,", ",0.5,low,", "line 4, column pearson_lower: 'low' is not a number or empty.")]
    [InlineData(",0.5,-0.25,", ",0.5,", "line 4: 31 cells where the header has 32.")]
    [InlineData("\n3,", "\n\n3,", "line 3: 1 cells where the header has 32.")]
    [InlineData("\n3,", "\n\"3,", "line 3: not CSV")]
    [InlineData(",samples,", ",sample,", "line 1, column 3: the header is 'sample', expected 'samples'.")]
    [InlineData(",pearson_lower", "", "line 1, column 22: the header is 'log_batch_gradient_norm', expected 'pearson_lower'.")]
    [InlineData(AfterPearsonUpper, "", "line 1: 21 columns, expected 32.")]
    [InlineData(",pearson_lower", ",pearson_lower,more", "line 2: 32 cells where the header has 33.")]
    [InlineData(",label_floor", ",label_floor,step", "line 1: 33 columns, expected 32.")]
    [InlineData(",", ";", "line 1, column 1: the header is 'step;epoch")]
    public void Parse_SomethingWrong_NamesFileLineColumnAndValue(string from, string to, string expected)
    {
        int at = Good.IndexOf(from, StringComparison.Ordinal);
        string bad = from == "," ? Good.Replace(from, to, StringComparison.Ordinal) : Good[..at] + to + Good[(at + from.Length)..];

        UserErrorException error = Assert.Throws<UserErrorException>(() => Parse(bad));

        Assert.Equal(FailureKind.BadData, error.Kind);
        Assert.StartsWith("steps.csv, " + expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("step,epo")]
    [InlineData("\n")]
    public void Parse_NoHeader_IsBadData(string text)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => Parse(text));
        Assert.Equal(FailureKind.BadData, error.Kind);
        Assert.StartsWith("steps.csv", error.Message, StringComparison.Ordinal);
    }

    /// <summary>What a disk may leave of a file that was being written, or somebody a file of 20 GB without a line's end.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("HEADER")]
    public void Parse_LineWithoutEnd_IsBadDataAndTakesLittleMemory(string start)
    {
        byte[] file = [.. Encoding.UTF8.GetBytes(start.Replace("HEADER", RunTables.Steps.Header + "\n", StringComparison.Ordinal)), .. new byte[40_000_000]];
        long before = GC.GetAllocatedBytesForCurrentThread();
        UserErrorException error = Assert.Throws<UserErrorException>(() => RunTables.Steps.Parse(file, "steps.csv"));
        Assert.Equal(FailureKind.BadData, error.Kind);
        Assert.StartsWith("steps.csv: a line goes on for more than 16 MB", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000_000);
    }

    [Fact]
    public void Read_NoSuchFile_IsAnInputError()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "steps.csv");
        UserErrorException error = Assert.Throws<UserErrorException>(() => RunTables.Steps.Read(path));
        Assert.Equal(FailureKind.InputOutput, error.Kind);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<StepRow> Parse(string text, List<string>? warnings = null) =>
        RunTables.Steps.Parse(Encoding.UTF8.GetBytes(text), "steps.csv", warnings is null ? null : warnings.Add);
}
