using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>Large logits, numbers that are not numbers.</summary>
public abstract partial class EngineConformance
{
    public static TheoryData<string, Precision> Extremes => new()
    {
        { "a", Precision.F32 }, { "b", Precision.F64 }, { "c", Precision.F64 }, { "d", Precision.F32 },
    };

    [Theory]
    [MemberData(nameof(Extremes))]
    public void Step_LogitsOfThousands_StaysFinite(string model, Precision precision)
    {
        (Network network, ParameterSet parameters, Dataset data) = Example(model);
        foreach (Parameter parameter in parameters.Parameters)
        {
            for (int i = 0; i < parameter.Values.Length; i++)
            {
                parameter.Values[i] *= 1e3;
            }
        }

        using IEngine engine = Create(network, precision, data.Count);
        engine.Load(parameters);
        Measurements measured = AllMeasurements(network, data.Count);
        engine.Step(All(data), new SgdOptions(1e-6, 0.9, 0), measured);
        Assert.True(measured.Logits.Max(value => Math.Abs(value)) > 1e4, "the logits are not large");
        Assert.All(
            [measured.Loss, measured.Logits, measured.FittingError, measured.GradientNorm, measured.Eigenvalues, measured.A, measured.LayerA],
            values => Assert.All(values, value => Assert.True(double.IsFinite(value))));
        Assert.All(Saved(engine, network).Parameters, parameter => Assert.All(parameter.Values, value => Assert.True(double.IsFinite(value))));
    }

    /// <summary>All parameters 0 but the first output bias: A = I, so ln E_f = ln ‖∇loss‖² = ln(C(C − 1)) − 2·margin for samples of class 0.</summary>
    [Theory]
    [InlineData(Precision.F32, 360)]
    [InlineData(Precision.F32, 400)]
    [InlineData(Precision.F64, 360)]
    [InlineData(Precision.F64, 400)]
    [InlineData(Precision.F64, 10000)]
    public void Measure_ErrorTooSmallForFloat64_GivesItsLogarithm(Precision precision, double margin)
    {
        (Network network, ParameterSet parameters, Dataset data) = Example("a");
        foreach (Parameter parameter in parameters.Parameters)
        {
            Array.Clear(parameter.Values);
        }

        parameters.Parameters[^1].Values[0] = margin;
        float[] values = new float[data.Count * network.Input.Count];
        var confident = new Dataset("confident", network.Input, values, new byte[data.Count]);
        using IEngine engine = Create(network, precision, data.Count);
        engine.Load(parameters);
        Measurements measured = AllMeasurements(network, data.Count);
        engine.Measure(All(confident), measured);
        double expected = Math.Log(network.Classes * (network.Classes - 1)) - (2 * margin);
        for (int n = 0; n < data.Count; n++)
        {
            Assert.True(measured.IsSmall(n));
            Assert.Equal(expected, measured.SmallLogFittingError[n], 1e-12 * -expected);
            Assert.Equal(expected, measured.SmallLogGradientNorm[n], 1e-12 * -expected);
        }
    }

    /// <summary>A class whose tanh is saturated has an eigenvalue of 1e-23 in float64 and 0 in float32, beside others of order 1: A is singular in both.</summary>
    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.F64)]
    public void Measure_SingularMatrix_HasAnEigenvalueOfZero(Precision precision)
    {
        Network network = new NetworkBuilder(TensorShape.Vector(7)).Linear(3).Activation(ActivationKind.Tanh).Build("saturated");
        var networks = new RandomNetworks(new System.Random(7), dropout: false);
        ParameterSet parameters = networks.DrawParameters(network);
        double[] bias = parameters.Parameters[^1].Values;
        (bias[0], bias[1], bias[2]) = (0, 14, 0);
        for (int i = 0; i < parameters.Parameters[0].Values.Length; i++)
        {
            parameters.Parameters[0].Values[i] *= 0.1;
        }

        Dataset data = RandomData(network, networks, 5);
        using IEngine engine = Create(network, precision, data.Count);
        engine.Load(parameters);
        Measurements measured = AllMeasurements(network, data.Count);
        engine.Measure(All(data), measured);
        for (int n = 0; n < data.Count; n++)
        {
            Assert.Equal(0, measured.Eigenvalues[3 * n]);
            Assert.True(measured.Eigenvalues[(3 * n) + 1] > 0.01);
        }
    }

    [Theory]
    [MemberData(nameof(Extremes))]
    public async Task Step_NaNInAnyLayer_GivesNaNLossAndEnds(string model, Precision precision)
    {
        (Network network, ParameterSet parameters, Dataset data) = Example(model);
        foreach (Parameter parameter in parameters.Parameters)
        {
            // All of the tensor: an engine may skip a weight that only meets zeros.
            double[] original = [.. parameter.Values];
            Array.Fill(parameter.Values, double.NaN);
            Measurements measured = await StepWith(network, parameters, data, precision);
            Assert.All(measured.Loss, loss => Assert.True(double.IsNaN(loss), $"NaN in {parameter.Name} gives loss {loss}"));
            original.CopyTo(parameter.Values, 0);
        }
    }

    [Theory]
    [MemberData(nameof(Extremes))]
    public async Task Step_InfiniteOutputBias_GivesNoFiniteLossAndEnds(string model, Precision precision)
    {
        (Network network, ParameterSet parameters, Dataset data) = Example(model);
        parameters.Parameters[^1].Values[0] = double.PositiveInfinity;
        Measurements measured = await StepWith(network, parameters, data, precision);
        Assert.All(measured.Loss, loss => Assert.False(double.IsFinite(loss)));
    }

    [Theory]
    [MemberData(nameof(Extremes))]
    public void Measure_NaNInOneSample_LeavesTheOthersAlone(string model, Precision precision)
    {
        (Network network, ParameterSet parameters, Dataset data) = Example(model);
        int size = network.Input.Count;
        float[] values = new float[data.Count * size];
        for (int n = 0; n < data.Count; n++)
        {
            data.CopySample(n, values.AsSpan(n * size, size));
        }

        values[(2 * size) + (size / 2)] = float.NaN;
        var broken = new Dataset("broken", network.Input, values, data.Labels);
        using IEngine engine = Create(network, precision, data.Count);
        engine.Load(parameters);
        Measurements expected = AllMeasurements(network, data.Count), actual = AllMeasurements(network, data.Count);
        engine.Measure(All(data), expected);
        engine.Measure(All(broken), actual);
        Assert.True(double.IsNaN(actual.Loss[2]));
        for (int n = 0; n < data.Count; n++)
        {
            if (n != 2)
            {
                AssertSameBits(One(expected, n), One(actual, n), $"sample {n}");
            }
        }
    }

    /// <summary>A small model with ReLU everywhere and, in c and d, pooling; five images with grey values.</summary>
    private static (Network Network, ParameterSet Parameters, Dataset Data) Example(string model)
    {
        Network network = Models.Build(model, 1, width: 9, channels: 3);
        var networks = new RandomNetworks(new System.Random(6), dropout: false);
        return (network, networks.DrawParameters(network), RandomData(network, networks, 5));
    }

    private async Task<Measurements> StepWith(Network network, ParameterSet parameters, Dataset data, Precision precision)
    {
        using IEngine engine = Create(network, precision, data.Count);
        engine.Load(parameters);
        Measurements measured = AllMeasurements(network, data.Count);
        // An iteration that never ends would hang all tests.
        await Task.Run(() => engine.Step(All(data), new SgdOptions(0.01, 0.9, 0), measured)).WaitAsync(Patience.Limit);
        return measured;
    }
}
