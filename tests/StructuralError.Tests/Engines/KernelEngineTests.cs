using System.Numerics.Tensors;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Networks;
using StructuralError.Core.Structure;
using StructuralError.Cpu;
using StructuralError.Tests.Oracle;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>The kernel between samples against J of the oracle, formed as a whole, and against MathNet.</summary>
public sealed class KernelEngineTests
{
    private const int RandomCases = 40;

    private static readonly SgdOptions Sgd = new(0.01, 0.9, 0);

    [Theory]
    [InlineData(Precision.F64, 1e-12)]
    [InlineData(Precision.F32, 1e-4)]
    public void MeasureKernel_RandomNetwork_IsThatOfTheJacobian(Precision precision, double agreement) => RandomCase.ForEach(RandomCases, randomCase =>
        Compare(randomCase.Network, randomCase.Parameters, randomCase.Batch, precision, agreement));

    [Theory]
    [MemberData(nameof(LayerExamples.Names), MemberType = typeof(LayerExamples))]
    public void MeasureKernel_EveryLayer_IsThatOfTheJacobian(string layer)
    {
        Network network = LayerExamples.Build(layer);
        (ParameterSet parameters, Dataset data) = LayerExamples.Draw(network);
        Compare(network, parameters, new Batch(data, Enumerable.Range(0, data.Count).ToArray(), 0), Precision.F64, 1e-12);
    }

    [Fact]
    public void Finish_RandomNetwork_IsWhatTheJacobianSays() => RandomCase.ForEach(RandomCases, randomCase =>
    {
        using IEngine engine = Engine(randomCase.Network, randomCase.Parameters, Precision.F64);
        var measured = new KernelMeasurements(randomCase.Batch.Count, randomCase.Network.Classes);
        engine.Kernels!.MeasureKernel(randomCase.Batch, measured);
        var aggregator = new KernelAggregator(measured, randomCase.Network.ParameterCount, Sgd, Precision.F64, LossTable.Default);
        aggregator.KeepStart();
        KernelRow row = aggregator.Finish(7, engine.Kernels, CancellationToken.None);

        int samples = measured.Samples, classes = measured.Classes, order = measured.Order;
        double[][] jacobian = Jacobian(randomCase, out ScalarSample[] oracle);
        double[] eigenvalues = SymmetricEigenvalues.Of(Products(jacobian), order);
        double largest = eigenvalues[^1];
        Close(largest, row.LambdaMax);
        Assert.Equal(Math.Max(0, eigenvalues[0]), row.LambdaMin, 2e-12 * largest);
        Close(eigenvalues.Sum(), row.Trace);
        double[] shares = [.. eigenvalues.Select(value => value / eigenvalues.Sum()).Where(share => share > 1e-11)];
        Assert.Equal(Math.Exp(-shares.Sum(share => share * Math.Log(share))), row.EffectiveRank, 1e-6);
        Assert.Equal((7, samples, 0, 0.0, 380.0), (row.Step, row.Samples, row.Violations, row.RelativeChange, Math.Round(row.StabilityLimit, 9)));

        // The mean gradient itself, not through K.
        double[] gradient = new double[oracle[0].LossGradient.Length];
        Array.ForEach(oracle, sample => TensorPrimitives.Add(gradient, sample.LossGradient, gradient));
        Close(TensorPrimitives.SumOfSquares<double>(gradient) / samples / samples, Math.Exp(row.LogBatchGradientNorm), 1e-9);
        Close(oracle.Average(sample => sample.FittingError), Math.Exp(row.LogMeanFittingError));
        Close(oracle.Average(sample => sample.Loss), row.Loss);
        Assert.True(row.LogBatchGradientNorm <= row.UpperBound + 1e-9 && row.LowerBound <= row.LogBatchGradientNorm + 1e-9);

        // Jᵀ H J has the eigenvalues of Fᵀ J Jᵀ F; here its trace and its largest eigenvalue come from the rows of Fᵀ J.
        double[][] curved = [.. Enumerable.Range(0, samples).SelectMany(n => Curved(jacobian[(n * classes)..((n + 1) * classes)], oracle[n].Logits))];
        Close(SymmetricEigenvalues.Of(Products(curved), order)[^1] / samples, row.Sharpness, 1e-9);
        Close(curved.Sum(values => TensorPrimitives.SumOfSquares<double>(values)) / samples, row.GgnTrace, 1e-9);
        Close(Enumerable.Range(0, samples).Average(n => SymmetricEigenvalues.Of(Products(curved[(n * classes)..((n + 1) * classes)]), classes)[^1]), row.GgnLambdaMax, 1e-9);
        Assert.True(row.Sharpness <= row.GgnLambdaMax * (1 + 1e-9));
        Close(jacobian.Average(Participation), row.ParticipationRatio, 1e-9);
    });

    [Fact]
    public void Finish_LabelsThatAreTheKernel_AlignWholly()
    {
        var measured = new KernelMeasurements(4, 1);
        ((int[])[0, 0, 1, 1]).CopyTo(measured.Labels, 0);
        ((double[])[3, 3, 1, 1, 3, 3, 1, 1, 1, 1, 3, 3, 1, 1, 3, 3]).CopyTo(measured.K, 0);
        Assert.Equal(1, Finish(measured).LabelAlignment!.Value, 12);
        Assert.Equal(2, Finish(measured).LambdaMax - 6, 12);

        ((int[])[0, 1, 0, 1]).CopyTo(measured.Labels, 0);
        Assert.Equal(0, Finish(measured).LabelAlignment!.Value, 12);
        ((int[])[1, 1, 1, 1]).CopyTo(measured.Labels, 0);
        Assert.Null(Finish(measured).LabelAlignment);
    }

    [Fact]
    public void Finish_GradientOutsideItsBounds_IsCounted()
    {
        var measured = new KernelMeasurements(1, 2);
        ((double[])[2, 0, 0, 1]).CopyTo(measured.K, 0);
        ((double[])[0.5, -0.5]).CopyTo(measured.Error, 0);
        measured.FittingError[0] = 0.5;
        Assert.Equal(0, Finish(measured).Violations);
        measured.FittingError[0] = 0.1;
        Assert.Equal(1, Finish(measured).Violations);
    }

    [Fact]
    public void MeasureKernel_Cancelled_Throws()
    {
        RandomCase randomCase = RandomCase.Of(1, dropout: false);
        using IEngine engine = Engine(randomCase.Network, randomCase.Parameters, Precision.F64);
        var measured = new KernelMeasurements(randomCase.Batch.Count, randomCase.Network.Classes);
        var cancelled = new CancellationToken(canceled: true);
        double[] matrix = [.. Enumerable.Range(0, 10_000).Select(i => i % 101 == 0 ? 1.0 : 0)];
        Assert.ThrowsAny<OperationCanceledException>(() => engine.Kernels!.MeasureKernel(randomCase.Batch, measured, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => engine.Kernels!.SolveEigenvalues(matrix, 100, new double[100], all: true, cancelled));
    }

    [Fact]
    public void MeasureKernel_BatchThatDoesNotFit_IsRefused()
    {
        RandomCase randomCase = RandomCase.Of(1, dropout: false);
        using IEngine engine = Engine(randomCase.Network, randomCase.Parameters, Precision.F64);
        var measured = new KernelMeasurements(randomCase.Batch.Count + 1, randomCase.Network.Classes);
        Assert.Throws<ArgumentException>(() => engine.Kernels!.MeasureKernel(randomCase.Batch, measured));
    }

    private static void Compare(Network network, ParameterSet parameters, Batch batch, Precision precision, double agreement)
    {
        using IEngine engine = Engine(network, parameters, precision);
        var measured = new KernelMeasurements(batch.Count, network.Classes);
        engine.Kernels!.MeasureKernel(batch, measured);

        // The engine takes further steps as if nothing had been.
        engine.Kernels.MeasureKernel(batch, measured);
        var oracle = new ScalarEngine(network, Precision.F64, batch.Count, seed: 1);
        oracle.Load(parameters);
        double[][] jacobian = Jacobian(oracle, batch, out ScalarSample[] samples);
        Numbers.AssertClose(Products(jacobian), measured.K, agreement, "K");
        Numbers.AssertClose([.. samples.SelectMany(sample => sample.Error)], measured.Error, agreement, "e");
        Numbers.AssertClose([.. samples.SelectMany(sample => sample.Logits)], measured.Logits, agreement, "f");
        Numbers.AssertClose([.. jacobian.Select(row => row.Sum(g => g * g * g * g))], measured.FourthPowers, agreement, "fourth powers");
    }

    private static KernelRow Finish(KernelMeasurements measured)
    {
        RandomCase randomCase = RandomCase.Of(1, dropout: false);
        using IEngine engine = Engine(randomCase.Network, randomCase.Parameters, Precision.F64);
        return new KernelAggregator(measured, 10, Sgd, Precision.F64, LossTable.Default).Finish(0, engine.Kernels!, CancellationToken.None);
    }

    private static IEngine Engine(Network network, ParameterSet parameters, Precision precision)
    {
        // Planned for one sample: a probe may have more than a batch.
        IEngine engine = CpuEngine.Create(network, new EngineOptions(precision, 1, 2, 1));
        engine.Load(parameters);
        return engine;
    }

    private static double[][] Jacobian(RandomCase randomCase, out ScalarSample[] samples) => Jacobian(randomCase.Oracle(), randomCase.Batch, out samples);

    /// <summary>A row for each sample and class.</summary>
    private static double[][] Jacobian(ScalarEngine oracle, Batch batch, out ScalarSample[] samples)
    {
        var found = new List<ScalarSample>();
        var rows = new List<double[]>();
        foreach (int index in batch.Indices.Span)
        {
            found.Add(oracle.Run(batch.Data, index));
            rows.AddRange(oracle.Jacobian());
        }

        samples = [.. found];
        return [.. rows];
    }

    private static double[] Products(double[][] rows) => [.. rows.SelectMany(row => rows.Select(other => TensorPrimitives.Dot<double>(row, other)))];

    /// <summary>The rows of Fᵀ J of one sample.</summary>
    private static double[][] Curved(double[][] jacobian, double[] logits)
    {
        int classes = logits.Length;
        double[] factor = new double[classes * classes];
        LossTable.Default.FactorCurvature(logits, factor);
        return [.. Enumerable.Range(0, classes).Select(c =>
            Enumerable.Range(0, jacobian[0].Length).Select(p => Enumerable.Range(0, classes).Sum(d => factor[(d * classes) + c] * jacobian[d][p])).ToArray())];
    }

    private static double Participation(double[] row)
    {
        double squares = row.Sum(g => g * g);
        return squares == 0 ? 0 : squares * squares / row.Sum(g => g * g * g * g) / row.Length;
    }

    private static void Close(double expected, double actual, double relative = 1e-10) => Assert.Equal(expected, actual, relative * Math.Abs(expected));
}
