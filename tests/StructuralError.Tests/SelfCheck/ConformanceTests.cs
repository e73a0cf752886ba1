using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cpu;
using StructuralError.Experiments.SelfCheck;
using Xunit;

namespace StructuralError.Tests.SelfCheck;

/// <summary>The suite passes on a good engine and finds what is wrong with a bad one.</summary>
public sealed class ConformanceTests
{
    private static readonly EngineFactory Processor = (network, precision, capacity, seed) => CpuEngine.Create(network, new EngineOptions(precision, capacity, 1, seed));

    [Fact]
    public void All_GoodEngine_Passes() => Assert.Empty(Failed(inner => inner));

    [Fact]
    public void Trial_GoodEngine_Passes() => Assert.All(new Conformance(Processor, Processor).Trial(), check => Assert.True(check.Run().Passed));

    [Fact]
    public void Trial_WrongEngine_Fails() =>
        Assert.Contains(new Conformance(Spoiled(inner => new SpoiledEngine(inner) { Measured = into => into.Eigenvalues[0] *= 1.001 }), Processor).Trial(), check => !check.Run().Passed);

    [Trait("Speed", "Slow")]
    [Fact]
    public void All_WrongGradientNorm_IsFoundByEachGroup()
    {
        CheckResult[] failed = Failed(inner => new SpoiledEngine(inner) { Measured = into => Scale(into.GradientNorm, 1.01) });
        Assert.Subset(failed.Select(result => result.Group).ToHashSet(), new HashSet<string> { "reference", "identity", "agreement" });
    }

    [Fact]
    public void All_OneEntryOfAIsWrong_IsFoundBySymmetryAndParts() => AssertFoundBy(
        Failed(inner => new SpoiledEngine(inner) { Measured = into => _ = into.A.Length > 0 ? into.A[1] += 1e-6 : 0 }), "A is symmetric", "the layers' parts sum to A");

    /// <summary>All of A twice too large, and its eigenvalues with it: no identity within one measurement notices, the training gradients do.</summary>
    [Fact]
    public void All_AIsTwiceTooLarge_IsFoundByTheTrainingGradients() => Assert.Contains(
        Failed(inner => new SpoiledEngine(inner)
        {
            Measured = into =>
            {
                Scale(into.A, 2);
                Scale(into.LayerA, 2);
                Scale(into.Eigenvalues, 2);
                Scale(into.GradientNorm, 2);
            },
        }),
        result => result.Name.StartsWith("A is that of the training gradients", StringComparison.Ordinal));

    [Fact]
    public void All_EigenvaluesTooSmall_IsFoundByFloorAndTheorem() => AssertFoundBy(
        Failed(inner => new SpoiledEngine(inner) { Measured = into => Scale(into.Eigenvalues, 1e-3) }), "λ_min ≥ 1", "Theorem 3");

    [Trait("Speed", "Slow")]
    [Fact]
    public void All_WrongMomentum_IsFoundByGradientAndItsNorm() => AssertFoundBy(
        Failed(inner => new SpoiledEngine(inner)
        {
            Saved = parameters =>
            {
                foreach (Parameter parameter in parameters.Parameters)
                {
                    Scale(parameter.Momentum, 1.01);
                }
            },
        }),
        "gradient is the loss's derivative",
        "gradient norm is that of the training gradient");

    [Fact]
    public void All_NotTheSameTwice_IsFoundByTheBits()
    {
        int calls = 0;
        Assert.Contains(
            Failed(inner => new SpoiledEngine(inner) { Measured = into => into.Loss[0] = Math.BitIncrement(into.Loss[0] + (calls++ % 2 * 1e-15)) }),
            result => result.Name.StartsWith("a second run", StringComparison.Ordinal));
    }

    [Fact]
    public void All_AnnouncementChangesResults_IsFoundByTheBits()
    {
        CheckResult[] failed = Failed(inner => new SpoiledEngine(inner) { IsSpoiltByAnnouncement = true });
        Assert.Equal(4, failed.Length);
        Assert.All(failed, result => Assert.Contains("announced", result.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void All_WrongEvaluation_IsFound() => Assert.Equal(
        ["evaluation", "evaluation"], Failed(inner => new SpoiledEngine(inner) { Evaluated = found => found with { Accuracy = found.Accuracy / 2 } }).Select(result => result.Group));

    [Fact]
    public void All_AnEngineThatThrows_FailsWithItsMessage()
    {
        CheckResult[] failed = Failed(inner => new SpoiledEngine(inner) { Measured = _ => throw new InvalidOperationException("the device is gone") });
        Assert.NotEmpty(failed);
        Assert.All(failed, result => Assert.Equal("the device is gone", result.Error));
    }

    [Fact]
    public void All_NotANumber_Fails() =>
        Assert.Contains(Failed(inner => new SpoiledEngine(inner) { Measured = into => Scale(into.Loss, double.NaN) }), result => result.Group == "reference" && double.IsNaN(result.Deviation));

    [Fact]
    public void SampleNetworks_Together_HoldEveryLayerType()
    {
        static IEnumerable<Layer> Flatten(IEnumerable<Layer> layers) => layers.SelectMany(layer => layer is ResidualLayer residual ? [residual, .. Flatten(residual.Layers)] : (IEnumerable<Layer>)[layer]);
        Layer[] found = [.. SampleNetwork.All.SelectMany(network => Flatten(network.Network.Layers))];
        IEnumerable<Type> all = typeof(Layer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract);
        Assert.Empty(all.Except(found.Select(layer => layer.GetType())));
        Assert.Equal(Enum.GetValues<ActivationKind>(), found.OfType<ActivationLayer>().Select(layer => layer.Kind).Distinct().Order());
    }

    /// <param name="names">What names of checks begin with.</param>
    private static void AssertFoundBy(CheckResult[] failed, params string[] names) =>
        Assert.All(names, name => Assert.Contains(failed, result => result.Name.StartsWith(name, StringComparison.Ordinal)));

    private static CheckResult[] Failed(Func<IEngine, IEngine> spoil) => [.. new Conformance(Spoiled(spoil), Processor).All().Select(check => check.Run()).Where(result => !result.Passed)];

    private static EngineFactory Spoiled(Func<IEngine, IEngine> spoil) => (network, precision, capacity, seed) => spoil(Processor(network, precision, capacity, seed));

    private static void Scale(double[] values, double factor)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= factor;
        }
    }
}
