using StructuralError.Core.Engines;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Torch.Tests;

/// <summary>Every loss, hard and soft labels, on libtorch.</summary>
public sealed class TorchLossTests
{
    public static TheoryData<string, string, string> Cases => LossTrajectoryTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Step_F64_FollowsPyTorch(string model, string loss, string kind)
    {
        var trajectory = new LossTrajectory(model, loss, kind);
        var options = new EngineOptions(Precision.F64, LossTrajectory.BatchSize, 1, 1) { Loss = trajectory.Loss };
        using var engine = new TorchEngine(trajectory.Network, options);
        trajectory.Follow(engine, 20, 1e-9);
    }
}
