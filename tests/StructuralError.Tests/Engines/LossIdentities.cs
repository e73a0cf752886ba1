using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Networks;
using StructuralError.Core.Structure;
using StructuralError.Tests.Oracle;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>The identities of every sample for one loss, with targets that are one-hot and targets that are not, against the oracle's gradient of the loss.</summary>
/// <param name="cases">Random networks; every second one has targets that are not one-hot.</param>
/// <param name="create">An engine for so many samples.</param>
internal sealed class LossIdentities(string name, Precision precision, int cases, Func<Network, ILoss, Precision, int, IEngine> create)
{
    public void MeasurementsAgreeWithOracleAndTheorem3() => ForEach((run, oracle, engine) =>
    {
        Measurements expected = Structured(run), actual = Structured(run);
        oracle.Measure(run.Batch, expected);
        engine.Measure(run.Batch, actual);
        double tolerance = run.Tolerance(precision);
        int count = run.Batch.Count, classes = run.Network.Classes;
        Numbers.AssertClose(expected.Loss.AsSpan(0, count), actual.Loss.AsSpan(0, count), tolerance, "loss");
        Numbers.AssertClose(expected.FittingError.AsSpan(0, count), actual.FittingError.AsSpan(0, count), tolerance, "fitting error");
        Numbers.AssertClose(expected.Eigenvalues.AsSpan(0, count * classes), actual.Eigenvalues.AsSpan(0, count * classes), tolerance, "eigenvalues");

        // The oracle's is the squared norm of the gradient of the loss itself, and not e'Ae.
        Numbers.AssertClose(expected.GradientNorm.AsSpan(0, count), actual.GradientNorm.AsSpan(0, count), tolerance, "gradient norm");
        Assert.Equal(0, Theorem3.Violations(actual, Theorem3.Tolerance(precision)));
        for (int n = 0; n < count; n++)
        {
            Assert.Equal(expected.IsExactFit(n), actual.IsExactFit(n));
        }
    });

    public void StepFollowsTheMeanOfPerSampleGradients() => ForEach((run, oracle, engine) =>
    {
        Measurements into = Structured(run);
        engine.Step(run.Batch, new SgdOptions(1, 0, 0), into);
        var after = new ParameterSet(run.Network);
        engine.Save(after);
        double[] mean = new double[oracle.Theta.Length];
        foreach (int index in run.Batch.Indices.Span)
        {
            double[] one = oracle.Run(run.Batch.Data, index).LossGradient;
            for (int p = 0; p < mean.Length; p++)
            {
                mean[p] += one[p] / run.Batch.Count;
            }
        }

        double[] gradient = [.. after.Parameters.SelectMany(parameter => parameter.Momentum)];
        Numbers.AssertWithin(mean, gradient, run.Tolerance(precision) * Numbers.Largest(mean), "gradient");
    });

    private void ForEach(Action<LossCase, ScalarEngine, IEngine> check) => RandomCase.ForEach(cases, randomCase =>
    {
        var run = new LossCase(randomCase);
        ILoss loss = LossTable.Of(name);
        var oracle = new ScalarEngine(run.Network, Precision.F64, randomCase.Capacity, seed: 1) { Loss = loss };
        oracle.Load(randomCase.Parameters);
        using IEngine engine = create(run.Network, loss, precision, randomCase.Capacity);
        engine.Load(randomCase.Parameters);
        check(run, oracle, engine);
    });

    private static Measurements Structured(LossCase run) => new(run.Batch.Count, run.Network.Classes, MeasurementLevel.Structure);

    /// <summary>A random case, every second one with targets that are not one-hot.</summary>
    private sealed class LossCase
    {
        public LossCase(RandomCase randomCase)
        {
            Network = randomCase.Network;
            LargestLogit = Math.Max(1, Numbers.Largest(randomCase.Expected.Logits));
            Dataset data = randomCase.Data;
            Batch = randomCase.Seed % 2 == 0 ? randomCase.Batch : randomCase.Batch with { Data = data.WithLabels(data.Labels, Targets(data, Network.Classes)) };
        }

        public Network Network { get; }

        public Batch Batch { get; }

        private double LargestLogit { get; }

        /// <summary>Poisson's e^f makes a relative error of what is an absolute one of f.</summary>
        public double Tolerance(Precision precision) => (precision == Precision.F64 ? 1e-10 : 1e-4) * LargestLogit;

        private static double[] Targets(Dataset data, int classes) =>
            [.. data.Labels.SelectMany(label => Enumerable.Range(0, classes).Select(c => ((c == label ? 0.75 : 0) + (0.25 / classes))))];
    }
}
