using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cpu;
using StructuralError.Cuda.Planning;
using StructuralError.Cuda.Steps;
using StructuralError.Tests.Cuda.Engine;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Cuda.Kernels;

/// <summary>Kernels by the shapes that lead to them, at sizes that fill no tile and no round of classes, against the CPU engine.</summary>
[Collection(CudaTests.Name)]
public sealed class LayerKernelsTests : CudaEngineTest
{
    private const int Samples = 3;

    private static readonly Dictionary<string, Func<NetworkBuilder, NetworkBuilder>> Middles = new(StringComparer.Ordinal)
    {
        // 10 and 19 terms a column: a narrow tile and a usual one; 81 positions are two stretches and a part.
        ["conv2d_jacobian_narrow"] = image => image.Conv(5, 3, padding: 1),
        ["conv2d_jacobian"] = image => image.Conv(2, 1).Conv(5, 3, padding: 1),
        ["conv2d_pull_back"] = image => image.Conv(3, 3).Relu().Conv(4, 3, padding: 2),
        ["conv2d_pull_back_strided"] = image => image.Conv(3, 1).Relu().Conv(4, 3, stride: 3, padding: 1),
        ["maxpool_pull_back"] = image => image.Conv(3, 2).Relu().MaxPool(3, 2),
        ["avgpool_pull_back"] = image => image.Conv(3, 2).Activation(ActivationKind.Tanh).Residual(block => block.AvgPool(1, 1).Conv(3, 1)).AvgPool(3, 1),
        ["layernorm_forward"] = image => image.LayerNorm().Conv(3, 1),
        ["layernorm_pull_back"] = image => image.Conv(3, 3).Relu().Residual(block => block.LayerNorm(bias: false).Activation(ActivationKind.Tanh)).LayerNorm().Relu(),
        ["combine_cotangents"] = image => image.Conv(3, 2).Residual(block => block.Activation(ActivationKind.Gelu)).Relu(),
    };

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (string kernel in Middles.Keys)
        {
            foreach (int classes in (int[])[2, 5, 7, 11])
            {
                cases.Add(kernel, classes);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Step_NetworkThatNeedsTheKernel_AgreesWithTheCpuEngine(string kernel, int classes)
    {
        Network network = Middles[kernel](new NetworkBuilder(TensorShape.Image(1, 9, 9))).Flatten().Linear(classes).Build();
        Assert.Contains(new NetworkPlan(network, Precision.F64, Samples).All, launch => string.Equals(launch.Kernel, kernel + "_f64", StringComparison.Ordinal));
        float[] pixels = [.. Enumerable.Range(0, Samples * network.Input.Count).Select(i => (float)Math.Sin(i * i))];
        Dataset data = new("noise", network.Input, pixels, [0, 1, (byte)(classes - 1)]);
        var batch = new Batch(data, Enumerable.Range(0, Samples).ToArray(), 0);
        using IEngine cpu = CpuEngine.Create(network, new EngineOptions(Precision.F64, Samples, Threads: 1, Seed: 0));
        using IEngine cuda = Create(network, Samples, Precision.F64);
        cpu.Load(Drawn(network));
        cuda.Load(Drawn(network));
        Measurements expected = new(Samples, classes, MeasurementLevel.Layers, network.ParameterLayers.Length), actual = new(Samples, classes, MeasurementLevel.Layers, network.ParameterLayers.Length);
        for (int step = 0; step < 2; step++)
        {
            cpu.Step(batch, new SgdOptions(0.01, 0.9, 0.001), expected);
            cuda.Step(batch, new SgdOptions(0.01, 0.9, 0.001), actual);
            Numbers.AssertClose(expected.LayerA, actual.LayerA, 1e-12, "the layers' parts");
            Numbers.AssertClose(expected.Eigenvalues, actual.Eigenvalues, 1e-10, "the eigenvalues");
        }

        Numbers.AssertClose(Saved(cpu, network), Saved(cuda, network), 1e-12, "after two steps,");
    }

    /// <summary>What a pool works out for a place is that of all classes: a thread for each class would do it ten times.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public void Plan_PullBackOfAPool_HasAThreadForEachFeatureOfASample(int classes)
    {
        Network network = new NetworkBuilder(TensorShape.Image(1, 16, 16)).Conv(3, 1).MaxPool(2, 2).Flatten().Linear(classes).Build();
        KernelLaunch pool = Assert.Single(new NetworkPlan(network, Precision.F32, 64).All, launch => launch.Kernel is "maxpool_pull_back_f32");
        Assert.Equal((6, 64, 128), (pool.GridX, pool.GridY, pool.Threads));
    }
}
