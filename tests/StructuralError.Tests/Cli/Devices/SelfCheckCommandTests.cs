using System.Text.Json;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Tests.Training;
using Xunit;

namespace StructuralError.Tests.Cli.Devices;

public sealed class SelfCheckCommandTests : IDisposable
{
    private readonly Session _session = new() { UsesRealServices = true };

    public void Dispose() => _session.Dispose();

    [Trait("Speed", "Slow")]
    [Fact]
    public void SelfCheck_Auto_FallsBackToTheProcessorSaysWhyPassesAndSaysALineACheck()
    {
        Assert.Equal(ExitCodes.Success, _session.Run("selfcheck", "--no-timing", "--json"));
        using JsonDocument document = JsonDocument.Parse(_session.Out);
        Assert.True(document.RootElement.GetProperty("passed").GetBoolean());
        JsonElement[] checks = [.. document.RootElement.GetProperty("checks").EnumerateArray()];
        Assert.Equal(["reference", "identity", "agreement", "bits", "evaluation"], checks.Select(check => check.TextAt("group")).Distinct());
        string[] lines = _session.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("checking cpu (no NVIDIA driver found)", lines[0]);
        Assert.Equal(checks.Length, lines.Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
        Assert.Equal($"all {checks.Length} checks passed on cpu", lines[^1]);
    }

    [Fact]
    public void SelfCheck_CudaWithoutDriver_Exits69()
    {
        Assert.Equal(ExitCodes.Unavailable, _session.Run("selfcheck", "--device", "cuda"));
        Assert.Empty(_session.Out);
    }

    [Fact]
    public void SelfCheck_UnknownDevice_IsAUsageProblem()
    {
        Assert.Equal(ExitCodes.Usage, _session.Run("selfcheck", "--device", "cuds"));
        Assert.Equal("error: --device: 'cuds' is not auto, cpu, cuda, torch or cuda:N; did you mean 'cuda'?", _session.Error.TrimEnd());
    }

    [Fact]
    public void SelfCheck_AnEngineThatComputesNothing_Fails()
    {
        using var session = new Session();
        session.Services.Engine = new FakeEngine(Precision.F32);
        Assert.Equal(ExitCodes.Failure, session.Run("selfcheck", "--device", "cpu"));
        Assert.Contains("FAILED  reference", session.Out, StringComparison.Ordinal);
        Assert.Matches("[0-9]+ of [0-9]+ checks failed on cpu", session.Out);
        Assert.DoesNotContain("steps/s", session.Out, StringComparison.Ordinal);
    }
}
