using Parquet;
using Parquet.Schema;
using StructuralError.Cli.Common;
using StructuralError.Core.Columns;
using StructuralError.Core.Structure;
using StructuralError.Runs;
using StructuralError.Runs.Tables;
using StructuralError.Tests.Cli;
using Xunit;

namespace StructuralError.Tests.Reporting.Exports;

public sealed class ExportCommandTests(FinishedRunFixture finished) : IClassFixture<FinishedRunFixture>, IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    private string Out => _session.Directory.File("out");

    /// <summary>RFC 3720, B.4: 32 bytes of zeros, 32 of ones.</summary>
    [Fact]
    public void Crc_OfTheReader_IsThatOfTheStandard()
    {
        Assert.Equal(0x8A9136AAu, EventFileReader.Crc(new byte[32]));
        Assert.Equal(0x62A8AB43u, EventFileReader.Crc([.. Enumerable.Repeat((byte)0xFF, 32)]));
    }

    [Fact]
    public void TensorBoard_FinishedRun_HoldsEveryNumberOfSteps()
    {
        byte[][] events = Events(finished.Copy(_session.Directory.File("a-run")));
        Run run = Run.Open(finished.Run);
        IReadOnlyList<StepRow> rows = run.Steps();

        Assert.Equal("brain.Event:2", events[0].Text(3));
        Assert.Equal("structural-error", events[0].Only<byte[]>(10).Text(1));
        double start = run.Manifest.Start!.Value.ToUnixTimeMilliseconds() / 1000.0;
        Assert.All(events, found => Assert.Equal(start, found.Only<double>(1), 1e-3));

        byte[][] steps = events[2..(2 + rows.Count)];
        foreach ((byte[] step, StepRow row) in steps.Zip(rows))
        {
            Assert.Equal(row.Step, step.Only<long>(2));
            var expected = StepColumns.All.Skip(1).Select(column => (column.Header, Value: column.Number(row))).Where(column => column.Value is not null)
                .Select(column => (column.Header, (float)column.Value!.Value));
            Assert.Equal(expected, step.Only<byte[]>(5).Parts(1).Select(value => (value.Text(1), value.Only<float>(2))));
        }

        byte[] results = events[2 + rows.Count];
        Assert.Equal(rows[^1].Step, results.Only<long>(2));
        Assert.Equal(
            [("test_accuracy", (float)run.Summary!.TestAccuracy!.Value), ("test_loss", (float)run.Summary!.TestLoss!.Value)],
            results.Only<byte[]>(5).Parts(1).Select(value => (value.Text(1), value.Only<float>(2))));
        Assert.Equal(4 + rows.Count, events.Length);
    }

    /// <summary>The tags and numbers of tensorboard/plugins/hparams.</summary>
    [Fact]
    public void TensorBoard_FinishedRun_HoldsItsSpecAsHyperparameters()
    {
        byte[][] events = Events(finished.Copy(_session.Directory.File("a-run")));
        Dictionary<string, byte[]> values = Plugin(events[1], "_hparams_/session_start_info", 3).Parts(1)
            .ToDictionary(entry => entry.Text(1), entry => entry.Only<byte[]>(2));
        Assert.Equal("b", values["model"].Text(3));
        Assert.Equal(8.0, values["width"].Only<double>(2));
        Assert.Equal(0.01, values["learning_rate"].Only<double>(2));
        Assert.Equal(1, values["per_sample"].Only<long>(4));
        Assert.Equal(0, values["init_weights"].Only<long>(1));
        Assert.Equal(1, Plugin(events[^1], "_hparams_/session_end_info", 4).Only<long>(1));

        static byte[] Plugin(byte[] message, string tag, int field)
        {
            byte[] value = message.Only<byte[]>(5).Only<byte[]>(1);
            Assert.Equal(tag, value.Text(1));
            byte[] plugin = value.Only<byte[]>(9).Only<byte[]>(1);
            Assert.Equal("hparams", plugin.Text(1));
            return plugin.Only<byte[]>(2).Only<byte[]>(field);
        }
    }

    [Fact]
    public void TensorBoard_Again_GivesTheSameBytesAndReplacesItsOwnFileAlone()
    {
        string run = finished.Copy(_session.Directory.File("a-run"));
        byte[] first = Export(run);
        Assert.Equal(first, Export(run));

        File.WriteAllText(EventFile("a-run"), "brain.Event:2 of somebody else");
        Assert.Equal(ExitCodes.CannotCreate, _session.Run("export", "tensorboard", run, "--out", Out));
        Assert.Contains("exists already", _session.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, _session.Run("export", "tensorboard", run, "--out", Out, "--force"));
        Assert.Equal(first, File.ReadAllBytes(EventFile("a-run")));
    }

    [Fact]
    public void TensorBoard_RunsThatCannotBeRead_AreNamedAndHideNoOther()
    {
        string good = finished.Copy(_session.Directory.File("z-good")), bad = Damaged("a-bad");
        Assert.Equal(ExitCodes.BadData, _session.Run("export", "tensorboard", bad, "/nowhere/at/all", good, "--out", Out));
        Assert.Contains($"error: {bad}: the run is finished, but steps.csv was changed", _session.Error, StringComparison.Ordinal);
        Assert.Contains("error: /nowhere/at/all: is not a run directory", _session.Error, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(Out, "z-good"), _session.Out.Trim());
        Assert.Equal([Path.Combine(Out, "z-good")], Directory.GetDirectories(Out));
    }

    [Fact]
    public void TensorBoard_TwoRunsOfOneName_AreRefused()
    {
        string one = finished.Copy(_session.Directory.File("x/run")), two = finished.Copy(_session.Directory.File("y/run"));
        Assert.Equal(ExitCodes.Usage, _session.Run("export", "tensorboard", one, two, "--out", Out));
        Assert.Contains($"{one} and {two} have the same name, 'run'", _session.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void Table_Csv_HasTheCellsOfStepsAfterThoseOfTheRun()
    {
        string one = finished.Copy(_session.Directory.File("one")), two = finished.Copy(_session.Directory.File("two, again"));
        string file = _session.Directory.File("table.csv");
        Assert.Equal(ExitCodes.Success, _session.Run("export", "table", one, two, "--out", file));
        Assert.Equal(file, _session.Out.Trim());

        string[] lines = File.ReadAllLines(file), steps = File.ReadAllLines(Path.Combine(one, "steps.csv"));

        // Columns of other losses and labels than this run's are there for whoever puts such runs beside it, and empty.
        string[] special = [.. RunTables.Steps.Columns.Where(column => column.Needs != RunTraits.None).Select(column => column.Header)];
        string columns = string.Concat(special.Select(header => "," + header));
        Assert.StartsWith("run,model,dataset,", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("," + steps[0] + columns, lines[0], StringComparison.Ordinal);
        Assert.Equal(1 + (2 * (steps.Length - 1)), lines.Length);
        for (int i = 1; i < steps.Length; i++)
        {
            Assert.StartsWith("one,b,", lines[i], StringComparison.Ordinal);
            Assert.EndsWith("," + steps[i] + new string(',', special.Length), lines[i], StringComparison.Ordinal);
            Assert.StartsWith("\"two, again\",b,", lines[i + steps.Length - 1], StringComparison.Ordinal);
        }

        string[] header = lines[0].Split(','), cells = lines[1].Split(',');
        Assert.Equal(header.Length, cells.Length);
        Assert.Equal("8", cells[Array.IndexOf(header, "width")]);
        Assert.Equal("0.01", cells[Array.IndexOf(header, "learning_rate")]);
        Assert.Equal("true", cells[Array.IndexOf(header, "per_sample")]);
        Assert.Empty(cells[Array.IndexOf(header, "init_weights")]);
    }

    [Fact]
    public async Task Table_Parquet_HoldsTheSameValuesInTheirTypes()
    {
        string one = finished.Copy(_session.Directory.File("one")), two = finished.Copy(_session.Directory.File("two"));
        string file = _session.Directory.File("table.parquet");
        Assert.Equal(ExitCodes.Success, _session.Run("export", "table", one, two, "--out", file));
        IReadOnlyList<StepRow> rows = Run.Open(one).Steps();

        await using ParquetReader reader = await ParquetReader.CreateAsync(file, cancellationToken: TestContext.Current.CancellationToken);

        // One group of both runs: thousands of groups would be a large foot of the file.
        Assert.Equal(1, reader.RowGroupCount);
        Dictionary<string, DataField> fields = reader.Schema.GetDataFields().ToDictionary(field => field.Name);
        Assert.Equal(typeof(long), fields["step"].ClrType);
        Assert.Equal(typeof(bool), fields["per_sample"].ClrType);
        Assert.Equal(typeof(double), fields["learning_rate"].ClrType);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        string?[] names = new string?[2 * rows.Count];
        await group.ReadAsync(fields["run"], names.AsMemory());
        Assert.Equal([.. Enumerable.Repeat("one", rows.Count), .. Enumerable.Repeat("two", rows.Count)], names);
        long?[] widths = new long?[2 * rows.Count];
        await group.ReadAsync<long>(fields["width"], widths.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(widths, width => Assert.Equal(8, width));
        long[] steps = new long[2 * rows.Count];
        await group.ReadAsync<long>(fields["step"], steps.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([.. rows.Concat(rows).Select(row => row.Step)], steps);
        foreach (string name in (string[])["loss", "U", "pearson_upper"])
        {
            double?[] values = new double?[2 * rows.Count];
            await group.ReadAsync<double>(fields[name], values.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal([.. rows.Concat(rows).Select(StepColumns.All.Single(column => column.Header == name).Number)], values);
        }
    }

    [Theory]
    [InlineData("table.csv")]
    [InlineData("table.parquet")]
    public void Table_RunsThatCannotBeRead_AreNamedAndHideNoOther(string name)
    {
        string good = finished.Copy(_session.Directory.File("z-good")), bad = Damaged("a-bad"), file = _session.Directory.File(name);
        string[] command = ["export", "table", bad, "/nowhere/at/all", good, "--out", file];
        Assert.Equal(ExitCodes.Usage, _session.Run(command));
        Assert.Contains($"error: {bad}: the run is finished, but steps.csv was changed", _session.Error, StringComparison.Ordinal);
        Assert.Contains("error: /nowhere/at/all: is not a run directory", _session.Error, StringComparison.Ordinal);
        byte[] first = File.ReadAllBytes(file);
        string alone = _session.Directory.File("alone" + Path.GetExtension(name));
        Assert.Equal(ExitCodes.Success, _session.Run("export", "table", good, "--out", alone));
        Assert.Equal(File.ReadAllBytes(alone), first);

        Assert.Equal(ExitCodes.CannotCreate, _session.Run(command));
        Assert.Equal(ExitCodes.Usage, _session.Run([.. command, "--force"]));
        Assert.Equal(first, File.ReadAllBytes(file));
    }

    [Fact]
    public void Table_NoRunThatCanBeRead_WritesNothing()
    {
        string file = _session.Directory.File("table.csv");
        Assert.Equal(ExitCodes.BadData, _session.Run("export", "table", Damaged("a-bad"), "--out", file));
        Assert.Empty(_session.Out);
        Assert.False(File.Exists(file));
        Assert.Equal(ExitCodes.Usage, _session.Run("export", "table", finished.Run, "--out", file, "--format", "xlsx"));
        Assert.Contains("--format: 'xlsx' is not one of csv, parquet.", _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_RunsOfOneName_AreCalledByTheirPaths()
    {
        string one = finished.Copy(_session.Directory.File("x/run")), two = finished.Copy(_session.Directory.File("y/run"));
        string file = _session.Directory.File("table.csv");
        Assert.Equal(ExitCodes.Success, _session.Run("export", "table", one, two, "--out", file));
        Assert.Equal([one, two], File.ReadAllLines(file).Skip(1).Select(line => line.Split(',')[0]).Distinct());
    }

    private string Damaged(string name)
    {
        string run = finished.Copy(_session.Directory.File(name));
        File.AppendAllText(Path.Combine(run, "steps.csv"), "1");
        return run;
    }

    private string EventFile(string name) => Path.Combine(Out, name, "events.out.tfevents.structural-error");

    private byte[] Export(string run)
    {
        Assert.Equal(ExitCodes.Success, _session.Run("export", "tensorboard", run, "--out", Out));
        Assert.Equal(Path.Combine(Out, Path.GetFileName(run)), _session.Out.Trim());
        return File.ReadAllBytes(EventFile(Path.GetFileName(run)));
    }

    private byte[][] Events(string run) => [.. EventFileReader.Records(Export(run))];
}
