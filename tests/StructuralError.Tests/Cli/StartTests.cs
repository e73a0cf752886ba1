using StructuralError.Cli.Common;
using Xunit;

namespace StructuralError.Tests.Cli;

/// <summary>How often a start reads the model files.</summary>
public sealed class StartTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData(ExitCodes.Success)]
    [InlineData(ExitCodes.Success, "--dry-run")]
    [InlineData(ExitCodes.Usage, "--no-such-option")]
    [InlineData(ExitCodes.Usage, "--lr", "x")]
    public void Train_ReadsItsModelFileOnce(int exitCode, params string[] more)
    {
        Assert.Equal(exitCode, _session.Train(more));
        Assert.Equal(["b"], _session.Services.ModelsRead);
    }

    [Fact]
    public void Train_SeveralSeeds_ReadsTheModelFileOnce()
    {
        string[] command = ["train", "--model", "b", "--dataset", "mnist", "--batch-size", "4", "--seeds", "0..2", "--out", _session.RunPath];
        Assert.Equal(ExitCodes.Success, _session.Run(command));
        Assert.Equal(["b"], _session.Services.ModelsRead);
    }

    [Fact]
    public void Sweep_DryRun_ReadsEachModelFileOnce()
    {
        Assert.Equal(ExitCodes.Success, _session.Run("sweep", "--grid", "model=a,b", "k=0..2", "--dataset", "mnist", "--out", _session.RunPath, "--dry-run"));
        Assert.Equal(["a", "b"], _session.Services.ModelsRead);
    }
}
