using System.Text.Json;
using StructuralError.Cli.Common;
using StructuralError.Core.Networks;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Storage;
using StructuralError.Tests.Running;
using Xunit;

namespace StructuralError.Tests.Cli;

/// <summary>What a run will write is told before it starts, and compared with what is free.</summary>
public sealed class SpaceForecastTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("f32", "--measure-every", "1")]
    [InlineData("f64", "--measure-every", "3")]
    [InlineData("f32", "--probe", "test:20")]
    public void DryRun_SaysAboutHowManyBytesTheRunWrites(string precision, params string[] more)
    {
        using var session = new Session { UsesRealServices = true };
        string[] command =
        [
            "train", "--dataset", TinyImages.Write(session.Directory.File("data")), "--model", "a", "--set", "width=8", "--epochs", "20", "--per-sample",
            "--structure-every", "10", "--precision", precision, "--device", "cpu", "--out", session.RunPath, .. more,
        ];
        Assert.Equal(ExitCodes.Success, session.Run([.. command, "--dry-run", "--json"]));
        using JsonDocument plan = JsonDocument.Parse(session.Out);
        double forecast = plan.RootElement.GetProperty("space_bytes").GetDouble();
        Assert.InRange(plan.RootElement.GetProperty("free_bytes").GetInt64(), 1, long.MaxValue);

        Assert.Equal(ExitCodes.Success, session.Run(command));
        long checkpoint = new FileInfo(Assert.Single(Directory.GetFiles(Path.Combine(session.RunPath, RunDirectory.CheckpointName), "*.safetensors"))).Length;
        double written = Directory.GetFiles(session.RunPath, "*.csv").Sum(path => new FileInfo(path).Length) + (3.0 * checkpoint);
        Assert.InRange(forecast / written, 0.8, 1.25);
    }

    [Fact]
    public void DryRun_Text_NamesBothFigures()
    {
        _session.Services.FreeSpace = 12_300_000;
        Assert.Equal(ExitCodes.Success, _session.Train("--dry-run", "--per-sample", "--epochs", "2147483647"));
        Assert.Matches(@"(?m)^space +about [0-9.]+ TB; 12\.3 MB are free there", _session.Out);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1_000_000_000, false)]
    public void Train_DiskThatWillNotHoldTheRun_WarnsAndTrains(long free, bool warns)
    {
        _session.Services.FreeSpace = free;
        Assert.Equal(ExitCodes.Success, _session.Train());
        Assert.Equal(warns, _session.Error.Contains("and 1 kB are free there.", StringComparison.Ordinal));
        Assert.Equal(warns, _session.Error.Contains("warning:", StringComparison.Ordinal));
        Assert.Equal(3, _session.Lines(RunDirectory.StepsName));
    }

    [Fact]
    public void Of_LargestNumbers_DoNotOverflow()
    {
        RunSpec spec = SpecFields.Defaults with { PerSample = true, StructureEvery = 1, BatchSize = int.MaxValue };
        Network network = Tiny.Network();
        Assert.True(SpaceForecast.Of(spec, network, long.MaxValue, int.MaxValue).Rows > (Int128)long.MaxValue * int.MaxValue);
    }

    [Fact]
    public void Free_DirectoryThatIsNotMadeYet_IsThatOfItsFileSystem()
    {
        Assert.InRange(DiskSpace.Free(_session.Directory.File("not/made/yet"))!.Value, 1, long.MaxValue);
        Assert.Null(DiskSpace.Free("\0"));
    }
}
