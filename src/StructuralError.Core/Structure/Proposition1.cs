using StructuralError.Core.Engines;
using StructuralError.Core.Losses;

namespace StructuralError.Core.Structure;

/// <summary>
/// Proposition 1 of the paper (eq. 7) on the samples of a step whose targets q are distributions: the risk over single labels is a constant of the labels and
/// the risk over q, R_n = B_Ω + E d_Ω(q, f), with R_n = E Σ_y q_y d_Ω(1_y, f) and B_Ω = E[Σ_y q_y Ω(1_y) − Ω(q)]. It is an identity, so a sample on which it
/// fails beyond rounding was measured wrong. Allocates nothing after construction.
/// </summary>
/// <remarks>
/// d_Ω(1_y, f) is evaluated at the sample's label; those at the other labels differ from it by Ω(1_y) and the logits, d(1_y, f) − d(1_z, f) = Ω(1_y) − Ω(1_z) +
/// f_z − f_y, and Ω is the same at every 1_y, because every loss treats all classes alike.
/// </remarks>
/// <param name="classes">C.</param>
public sealed class Proposition1(ILoss loss, int classes)
{
    /// <summary>
    /// Allowed difference as a share of the sum of what is added. All of it is float64: a loss carries the rounding of C terms and of its solver,
    /// together about 1e-14; a device's own exp and ln no more.
    /// </summary>
    public const double Tolerance = 1e-11;

    private readonly double _oneHot = loss.Omega([1, .. new double[classes - 1]]);
    private readonly double[] _error = new double[classes];
    private double _risk, _constant, _floor;
    private int _samples;
    private int _violations;

    /// <summary>Forgets what was added.</summary>
    public void Begin() => (_risk, _constant, _floor, _samples, _violations) = (0, 0, 0, 0, 0);

    /// <param name="measured">What was measured of the batch, with the logits.</param>
    public void Add(in Batch batch, Measurements measured)
    {
        if (!batch.Data.IsSoft)
        {
            return;
        }

        ReadOnlySpan<int> indices = batch.Indices.Span;
        for (int n = 0; n < measured.Count; n++)
        {
            ReadOnlySpan<double> q = batch.Data.TargetOf(indices[n]);
            Add(measured.Logits.AsSpan(n * measured.Classes, measured.Classes), batch.Data.Labels[indices[n]], q, measured.Loss[n]);
        }
    }

    /// <summary>Puts what was added into the row; nothing where no target was a distribution.</summary>
    public void Finish(ref StepRow row)
    {
        if (_samples > 0)
        {
            row.Proposition1Risk = _risk / _samples;
            row.Proposition1Constant = _constant / _samples;
            row.LabelFloor = _floor / _samples;
            row.Proposition1Violations = _violations;
        }
    }

    /// <param name="soft">d_Ω(q, f) as the engine measured it.</param>
    private void Add(ReadOnlySpan<double> logits, int label, ReadOnlySpan<double> q, double soft)
    {
        double risk = loss.Evaluate(logits, label, _error, out _), size = Math.Abs(risk), norm = 0;
        for (int c = 0; c < q.Length; c++)
        {
            double difference = q[c] * (logits[label] - logits[c]);
            risk += difference;
            size += Math.Abs(difference);
            norm += q[c] * q[c];
        }

        double entropy = loss.Omega(q), constant = _oneHot - entropy;
        _risk += risk;
        _constant += constant;
        _floor += 1 - norm;
        _samples++;

        // NaN fails.
        double allowed = Tolerance * (size + Math.Abs(_oneHot) + Math.Abs(entropy) + Math.Abs(soft));
        _violations += Math.Abs(risk - constant - soft) <= allowed ? 0 : 1;
    }
}
