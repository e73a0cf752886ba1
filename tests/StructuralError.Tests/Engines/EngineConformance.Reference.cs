using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>PyTorch's float64 values for the small networks.</summary>
public abstract partial class EngineConformance
{
    [Theory]
    [MemberData(nameof(ReferenceCase.All), MemberType = typeof(ReferenceCase))]
    public void Measure_ReferenceF64_AgreesWithPyTorch(string model, int k) => MeasureReference(model, k, Precision.F64);

    [Theory]
    [MemberData(nameof(ReferenceCase.All), MemberType = typeof(ReferenceCase))]
    public void Measure_ReferenceF32_AgreesWithPyTorch(string model, int k) => MeasureReference(model, k, Precision.F32);

    [Theory]
    [MemberData(nameof(ReferenceCase.All), MemberType = typeof(ReferenceCase))]
    public void Step_ReferenceF64_ThreeStepsGivePyTorchsWeights(string model, int k) => StepReference(model, k, Precision.F64, 1e-12);

    [Theory]
    [MemberData(nameof(ReferenceCase.All), MemberType = typeof(ReferenceCase))]
    public void Step_ReferenceF32_ThreeStepsGivePyTorchsWeights(string model, int k) => StepReference(model, k, Precision.F32, 1e-4);

    private void MeasureReference(string model, int k, Precision precision)
    {
        var reference = new ReferenceCase(model, k);
        using IEngine engine = Create(reference.Network, precision, reference.Data.Count);
        engine.Load(reference.Parameters());
        int layers = reference.Network.ParameterLayers.Length;
        Measurements actual = AllMeasurements(reference.Network, reference.Data.Count);
        engine.Measure(All(reference.Data), actual);

        double tolerance = Agreement(precision);
        Assert.Equal(reference.Data.Count, actual.Count);
        Numbers.AssertClose(reference.Expected("logits"), actual.Logits, tolerance, "logits");
        Numbers.AssertClose(reference.Expected("A"), actual.A, tolerance, "A");
        Numbers.AssertClose(reference.Expected("eigenvalues"), actual.Eigenvalues, tolerance, "eigenvalues");
        Numbers.AssertClose(reference.Expected("fitting_error"), actual.FittingError, tolerance, "fitting error");
        Numbers.AssertClose(reference.Expected("gradient_norm"), actual.GradientNorm, tolerance, "gradient norm");
        Numbers.AssertClose(reference.Expected("loss"), actual.Loss, tolerance, "loss");
        for (int layer = 0; layer < layers; layer++)
        {
            double[] part = [.. Enumerable.Range(0, actual.Count).SelectMany(n => actual.LayerA.Skip(((n * layers) + layer) * 100).Take(100))];
            Numbers.AssertClose(reference.Expected($"layer{layer}.A"), part, tolerance, $"layer{layer}.A");
        }
    }

    private void StepReference(string model, int k, Precision precision, double tolerance)
    {
        var reference = new ReferenceCase(model, k);
        using IEngine engine = Create(reference.Network, precision, reference.Data.Count);
        engine.Load(reference.Parameters());
        var measurements = new Measurements(reference.Data.Count, 10, MeasurementLevel.Structure);
        for (int step = 0; step < 3; step++)
        {
            engine.Step(All(reference.Data, step), new SgdOptions(0.01, 0.9, 0), measurements);
        }

        ParameterSet expected = reference.ParametersAfterThreeSteps(), actual = Saved(engine, reference.Network);
        foreach ((Parameter e, Parameter a) in expected.Parameters.Zip(actual.Parameters))
        {
            Numbers.AssertClose(e.Values, a.Values, tolerance, $"{e.Name} after three steps");
        }
    }
}
