using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Structure;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Structure;

public sealed class Proposition1Tests
{
    private const int Classes = 4;
    private const int Samples = 5;

    public static TheoryData<string> Losses => [.. LossTable.All.Select(entry => entry.Example), "entmax:1.25"];

    /// <summary>R_n by its definition, a loss for each label; the constant from Ω; both sides of eq. 7.</summary>
    [Theory]
    [MemberData(nameof(Losses))]
    public void Finish_AnyLoss_RiskIsTheConstantAndTheLossOverTargets(string name)
    {
        ILoss loss = LossTable.Of(name);
        (Dataset data, Measurements measured) = Measured(loss, 1);
        StepRow row = RowOf(loss, data, measured);
        double risk = 0, constant = 0, floor = 0;
        double[] error = new double[Classes];
        for (int n = 0; n < Samples; n++)
        {
            double[] q = data.TargetOf(n).ToArray();
            for (int c = 0; c < Classes; c++)
            {
                double[] oneHot = [.. Enumerable.Range(0, Classes).Select(d => d == c ? 1.0 : 0)];
                risk += q[c] * loss.Evaluate(measured.Logits.AsSpan(n * Classes, Classes), c, error, out _) / Samples;
                constant += q[c] * loss.Omega(oneHot) / Samples;
            }

            constant -= loss.Omega(q) / Samples;
            floor += (1 - q.Sum(value => value * value)) / Samples;
        }

        Numbers.AssertWithin([risk, constant, floor, 0], [row.Proposition1Risk!.Value, row.Proposition1Constant!.Value, row.LabelFloor!.Value, row.Proposition1Violations!.Value], 1e-12, name);
        Assert.Equal(row.Proposition1Risk.Value, row.Proposition1Constant.Value + measured.Loss.Average(), 1e-12);
    }

    /// <summary>E ‖1_y − p‖² over the labels of a target is E_f and the floor.</summary>
    [Theory]
    [MemberData(nameof(Losses))]
    public void Finish_AnyLoss_HardFittingErrorStandsOnTheFloor(string name)
    {
        ILoss loss = LossTable.Of(name);
        (Dataset data, Measurements measured) = Measured(loss, 2);
        double hard = 0;
        double[] error = new double[Classes];
        for (int n = 0; n < Samples; n++)
        {
            for (int c = 0; c < Classes; c++)
            {
                _ = loss.Evaluate(measured.Logits.AsSpan(n * Classes, Classes), c, error, out double fittingError);
                hard += data.TargetOf(n)[c] * fittingError / Samples;
            }
        }

        Assert.Equal(hard, measured.FittingError.Average() + RowOf(loss, data, measured).LabelFloor!.Value, 1e-12);
    }

    [Theory]
    [InlineData(1e-8)]
    [InlineData(double.NaN)]
    public void Finish_LossThatIsNotThatOfTheTargets_CountsTheSample(double excess)
    {
        (Dataset data, Measurements measured) = Measured(LossTable.Default, 3);
        measured.Loss[2] += excess;
        Assert.Equal(1, RowOf(LossTable.Default, data, measured).Proposition1Violations);
    }

    [Fact]
    public void Finish_Labels_LeavesTheRowAlone()
    {
        (Dataset data, Measurements measured) = Measured(LossTable.Default, 4);
        StepRow row = RowOf(LossTable.Default, data.WithLabels(data.Labels, []), measured);
        Assert.Null(row.Proposition1Risk);
        Assert.Null(row.Proposition1Violations);
    }

    private static StepRow RowOf(ILoss loss, Dataset data, Measurements measured)
    {
        var proposition = new Proposition1(loss, Classes);
        proposition.Add(new Batch(data, Enumerable.Range(0, Samples).ToArray(), 0), measured);
        proposition.Begin();
        proposition.Add(new Batch(data, Enumerable.Range(0, Samples).ToArray(), 0), measured);
        StepRow row = default;
        proposition.Finish(ref row);
        return row;
    }

    private static (Dataset Data, Measurements Measured) Measured(ILoss loss, int seed)
    {
        var random = new System.Random(seed);
        double[] targets = new double[Samples * Classes];
        byte[] labels = new byte[Samples];
        var measured = new Measurements(Samples, Classes, MeasurementLevel.Structure) { Count = Samples };
        double[] error = new double[Classes];
        for (int n = 0; n < Samples; n++)
        {
            Span<double> q = targets.AsSpan(n * Classes, Classes), logits = measured.Logits.AsSpan(n * Classes, Classes);
            double sum = 0;
            for (int c = 0; c < Classes; c++)
            {
                logits[c] = 4 * (random.NextDouble() - 0.5);

                // The first sample lacks a class.
                q[c] = n == 0 && c == 1 ? 0 : random.NextDouble();
                sum += q[c];
            }

            for (int c = 0; c < Classes; c++)
            {
                q[c] /= sum;
                labels[n] = q[c] > q[labels[n]] ? (byte)c : labels[n];
            }

            measured.Loss[n] = loss.Evaluate(logits, new Target(labels[n], q), error, out measured.FittingError[n]);
        }

        return (new Dataset("random", TensorShape.Vector(1), new float[Samples], labels).WithLabels(labels, targets), measured);
    }
}
