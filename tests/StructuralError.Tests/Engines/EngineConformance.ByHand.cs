using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>Cases small enough to compute on paper.</summary>
public abstract partial class EngineConformance
{
    [Theory]
    [MemberData(nameof(Precisions))]
    public void Measure_LinearClassifier_IsOnePlusSquaredInput(Precision precision)
    {
        // f = W x + b: A = (1 + ‖x‖²) I with x = (3, 4), and ‖∇loss‖² = 26 ‖e‖².
        Network network = new NetworkBuilder(TensorShape.Vector(2)).Linear(3).Build();
        var parameters = new ParameterSet(network);
        parameters["layer0.bias"].Values[2] = Math.Log(2);
        Measurements measured = MeasureOne(network, parameters, precision, [3, 4], label: 2);

        // p = (1, 1, 2) / 4.
        Numbers.AssertClose(Math.Log(2), measured.Loss[0], 1e-7, "loss");
        Numbers.AssertClose(0.25 + 0.0625 + 0.0625, measured.FittingError[0], 1e-7, "fitting error");
        Numbers.AssertClose(26 * 0.375, measured.GradientNorm[0], 1e-7, "gradient norm");
        Numbers.AssertClose([26, 26, 26], measured.Eigenvalues, 1e-14, "eigenvalues");
        Numbers.AssertClose([26, 0, 0, 0, 26, 0, 0, 0, 26], measured.A, 1e-14, "A");
        Assert.True(measured.Correct[0]);
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Measure_AllParametersZero_IsTheUniformPrediction(Precision precision)
    {
        Network network = Models.Build("d", 1, width: 5, channels: 3);
        for (byte label = 0; label < 2; label++)
        {
            Measurements measured = MeasureOne(network, new ParameterSet(network), precision, new float[784], label);
            Numbers.AssertClose(Math.Log(10), measured.Loss[0], 1e-14, "loss");
            Numbers.AssertClose(0.81 + (9 * 0.01), measured.FittingError[0], 1e-14, "fitting error");
            Numbers.AssertClose([.. Enumerable.Repeat(1.0, 10)], measured.Eigenvalues, 1e-14, "eigenvalues");

            // Of equal logits the first is the prediction.
            Assert.Equal(label == 0, measured.Correct[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Measure_ReluAtZero_HasDerivativeZero(Precision precision)
    {
        Network network = new NetworkBuilder(TensorShape.Vector(2)).Linear(3, bias: false).Relu().Linear(2).Build();
        var parameters = new ParameterSet(network);
        Array.Fill(parameters["layer1.weight"].Values, 1);
        Measurements measured = MeasureOne(network, parameters, precision, [1, 1], label: 0);
        Numbers.AssertWithin(new double[4], measured.LayerA.AsSpan(0, 4), 0, "A of the first layer");
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Measure_MaxPoolOfEquals_TakesTheFirstInRowOrder(Precision precision)
    {
        // Channel 0 is constant and alone has weight, so that all four windowed values tie; channel 1 tells which one won: ∂f/∂w₁ is its value there.
        Network network = new NetworkBuilder(TensorShape.Image(2, 2, 2)).Conv(1, 1, bias: false).MaxPool(2, 2).Flatten().Linear(2, bias: false).Build();
        var parameters = new ParameterSet(network);
        parameters["layer0.weight"].Values[0] = 1;
        parameters["layer1.weight"].Values[0] = 1;
        Measurements measured = MeasureOne(network, parameters, precision, [5, 5, 5, 5, 2, 3, 7, 11], label: 0);

        // J of layer 0 is (5, 2) for class 0 and zero for class 1.
        Numbers.AssertClose([29, 0, 0, 0], measured.LayerA.AsSpan(0, 4), 1e-14, "A of the first layer");
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Measure_MaxPoolOfANaN_IsNaNWhereverItStands(Precision precision)
    {
        Network network = new NetworkBuilder(TensorShape.Image(1, 2, 2)).MaxPool(2, 2).Flatten().Linear(2).Build();
        for (int place = 0; place < 4; place++)
        {
            float[] input = [1, 2, 3, 4];
            input[place] = float.NaN;
            Measurements measured = MeasureOne(network, new ParameterSet(network), precision, input, label: 0);
            Assert.True(double.IsNaN(measured.Loss[0]), $"NaN at {place} gave a loss of {measured.Loss[0]}");
        }
    }

    private Measurements MeasureOne(Network network, ParameterSet parameters, Precision precision, float[] input, byte label)
    {
        using IEngine engine = Create(network, precision, 1);
        engine.Load(parameters);
        Measurements measured = AllMeasurements(network, 1);
        engine.Measure(All(new Dataset("by hand", network.Input, input, [label])), measured);
        return measured;
    }
}
