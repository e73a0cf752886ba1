using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Cpu;
using StructuralError.Tests.Oracle;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>Every loss beside PyTorch's autograd on losses written out there, hard and soft labels.</summary>
public sealed class LossTrajectoryTests
{
    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (string loss in LossTrajectory.Losses)
            {
                foreach (string kind in new[] { "hard", "soft" })
                {
                    cases.Add("a", loss, kind);
                    cases.Add("d", loss, kind);
                }
            }

            return cases;
        }
    }

    [Fact]
    public void Record_EveryLossOfTheTable_IsThere() =>
        Assert.All(LossTable.All, entry => Assert.Contains(LossTrajectory.Losses, name => entry.Read(name) is not null));

    [Theory]
    [MemberData(nameof(Cases))]
    public void CpuEngine_F64_FollowsPyTorch(string model, string loss, string kind)
    {
        var trajectory = new LossTrajectory(model, loss, kind);
        var options = new EngineOptions(Precision.F64, LossTrajectory.BatchSize, Threads: 2, Seed: 0) { Loss = trajectory.Loss };
        using IEngine engine = CpuEngine.Create(trajectory.Network, options);
        trajectory.Follow(engine, LossTrajectory.Steps, 1e-9);
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Cases))]
    public void Oracle_FirstSteps_FollowPyTorch(string model, string loss, string kind)
    {
        var trajectory = new LossTrajectory(model, loss, kind);
        using var engine = new ScalarEngine(trajectory.Network, Precision.F64, LossTrajectory.BatchSize, seed: 0) { Loss = trajectory.Loss };
        trajectory.Follow(engine, 2, 1e-9);
    }
}
