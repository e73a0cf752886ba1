using System.Text;
using StructuralError.Core.Columns;
using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs.Tables;
using StructuralError.Tests.Golden;
using Xunit;

namespace StructuralError.Tests.Reporting.Csv;

/// <summary>What a table does with the files of other versions, by a table that has one column more than the first version wrote.</summary>
public sealed class CsvTableTests
{
    private static readonly CsvTable<Row> Old = Table(new IntegerColumn<Row, long>("step", (ref row) => ref row.Step));

    private static readonly CsvTable<Row> New = Table(
        Old.Columns[0],
        new OptionalRealColumn<Row>("added", (ref row) => ref row.Added) { IsOptional = true },
        new RealColumn<Row>("more", (ref row) => ref row.More) { IsOptional = true });

    [Fact]
    public void Parse_FileWithoutAnAddedColumn_ReadsItAsEmpty() =>
        Assert.Equal([new Row(0, null, double.NaN), new Row(7, null, double.NaN)], Parse(New, "step\n0\n7\n"));

    [Fact]
    public void Parse_FileWithFurtherColumns_PassesThemOver() =>
        Assert.Equal([new Row(0, 0.5, 2), new Row(7, null, 3)], Parse(New, "later,step,added,last,more\nx,0,0.5,,2\n\"y,z\",7,,1,3\n"));

    [Theory]
    [InlineData("added,more\n1,2\n")]
    [InlineData("step,added,step\n1,2,3\n")]
    public void Parse_FileWithoutAColumnOfTheFirstVersionOrWithOneTwice_IsBadData(string text) =>
        Assert.Equal(FailureKind.BadData, Assert.Throws<UserErrorException>(() => Parse(New, text)).Kind);

    [Theory]
    [InlineData("step", "step\n0\n1\n")]
    [InlineData("step,added,more", "step,added,more\n0,0.5,2\n1,0.25,3\n")]
    [InlineData("more,step", "more,step\n2,0\n3,1\n")]
    public void Writer_OfAFileThatIsThere_GoesOnInItsColumns(string header, string expected)
    {
        using MemoryStream stream = new();
        stream.Write(Encoding.UTF8.GetBytes(header + "\n"));
        using (CsvRowWriter<Row> writer = New.Writer(stream.Write, header))
        {
            writer.Write([new Row(0, 0.5, 2), new Row(1, 0.25, 3)]);
        }

        Assert.Equal(expected, Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Null(New.Misfit(header));
    }

    [Theory]
    [InlineData("step,later", "has the column 'later', which this version of the program does not write")]
    [InlineData("added", "lacks a column that this version of the program needs, or has one twice")]
    public void Writer_OfAFileThatItCannotGoOnWith_IsRefused(string header, string misfit)
    {
        Assert.Equal(misfit, New.Misfit(header));
        Assert.Throws<ArgumentException>(() => New.Writer(Stream.Null.Write, header));
    }

    /// <summary>As a column will be added to steps.csv: to the table, marked as optional.</summary>
    [Fact]
    public void Read_GoldenStepsWithOneMoreColumn_GivesTheRowsOfTheFirstVersion()
    {
        string steps = Path.Combine(GoldenRuns.Path("finished"), "steps.csv");
        var more = new CsvTable<StepRow>(
            [.. StepColumns.All, new RealColumn<StepRow>("curvature", (ref row) => ref row.U) { IsOptional = true }], string.Empty);

        Assert.Equal(RunTables.Steps.Read(steps), more.Read(steps));
        Assert.Null(more.Misfit(RunTables.Steps.Header));
    }

    private static CsvTable<Row> Table(params Column<Row>[] columns) => new(columns, "Mend it.") { Blank = () => new Row(0, null, double.NaN) };

    private static IReadOnlyList<Row> Parse(CsvTable<Row> table, string text) => table.Parse(Encoding.UTF8.GetBytes(text), "rows.csv");

    private record struct Row
    {
        public long Step;
        public double? Added;
        public double More;

        public Row(long step, double? added, double more) => (Step, Added, More) = (step, added, more);
    }
}
