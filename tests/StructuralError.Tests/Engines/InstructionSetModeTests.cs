using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>The suite once more without the widest instructions, each time in a process that proves the mode took effect.</summary>
[Trait("Speed", "Slow")]
public sealed class InstructionSetModeTests
{
    private const string Proof = "InstructionSet_Mode_TookEffect";

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "avx2")]
    [InlineData("DOTNET_EnableAVX2", "vector128")]
    [InlineData("DOTNET_EnableHWIntrinsic", "scalar")]
    public void Suite_WithoutTheWidestInstructions_Passes(string variable, string widest)
    {
        string expected = InstructionSets.Narrower(widest, InstructionSets.Offered);
        ChildTestRun run = ChildTestRun.Start(
            ["*CpuEngineConformance*", "StructuralError.Tests.Kernels.*", $"*{Proof}"],
            (variable, "0"),
            (InstructionSets.ExpectVariable, expected));

        Assert.True(run.ExitCode == 0 && run.Failed == 0, $"{variable}=0: exit code {run.ExitCode}, {run.Failed} failed.{Environment.NewLine}{run.Output}");
        Assert.Equal("Passed", Assert.Single(run.Outcomes, outcome => outcome.Key.EndsWith(Proof, StringComparison.Ordinal)).Value);
        Assert.True(run.Outcomes.Keys.Count(name => name.Contains(nameof(CpuEngineConformance), StringComparison.Ordinal)) > 100, run.Output);
    }
}
