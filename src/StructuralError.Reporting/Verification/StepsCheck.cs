using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Tables;

namespace StructuralError.Reporting.Verification;

/// <summary>Whether <c>steps.csv</c> has its header and every row, and each row what follows from its own values and the spec.</summary>
internal static class StepsCheck
{
    // Exact on the machine that wrote the file; others may round a square root's argument otherwise.
    private const double PearsonTolerance = 1e-9;

    /// <returns>The rows; null where they cannot be read.</returns>
    public static IReadOnlyList<StepRow>? Check(Run run, Findings findings)
    {
        // A run that died at once has none yet.
        IReadOnlyList<StepRow>? rows = findings.Rows(run, RunDirectory.StepsName, run.Steps, "is missing");
        if (rows is not null)
        {
            CheckRows(run, rows, findings);
        }

        return rows;
    }

    private static void CheckRows(Run run, IReadOnlyList<StepRow> rows, Findings findings)
    {
        if (run.Plan is not { } plan)
        {
            return;
        }

        if (RowSequence.FindFault(rows, plan.MeasureEvery) is { } fault)
        {
            findings.Problem($"{RunDirectory.StepsName}, {fault}");
            return;
        }

        StructuralWeights weights = Weights(run.Manifest);
        double tolerance = Theorem3.Tolerance(run.Manifest.SpecValue("precision").TextAt() == "f64" ? Precision.F64 : Precision.F32);
        ILoss? loss = LossTable.Find(run.Manifest.SpecValue("loss").TextAt() ?? LossTable.Default.Name);
        LocalPearson upper = new(), lower = new();
        for (int i = 0; i < rows.Count; i++)
        {
            double? expectedUpper = upper.Add(rows[i].CorrelatedLogFittingError, rows[i].UpperBound);
            double? expectedLower = lower.Add(rows[i].CorrelatedLogFittingError, rows[i].LowerBound);
            string? wrong = rows[i].Epoch != plan.EpochOf(rows[i].Step) || rows[i].Samples != plan.SamplesAt(rows[i].Step)
                ? "epoch or samples are not those of the spec"
                : !IsConsistent(rows[i], weights) ? "G, S or a bound does not follow from U, L and log_gradient_norm"
                : rows[i].LogSamples is { } logSamples && logSamples != rows[i].Samples - rows[i].ExactFits
                    ? "log_samples does not follow from samples and exact_fits"
                : RowInequalities.Fault(rows[i], tolerance, run.Manifest.Network?.Classes, loss) is { } inequality ? inequality
                : rows[i].BoundPosition is { } position && !position.Equals(rows[i].PositionBetweenBounds)
                    ? "bound_position does not follow from G, log_fitting_error and lower_bound"
                : !IsClose(rows[i].PearsonUpper, expectedUpper) || !IsClose(rows[i].PearsonLower, expectedLower)
                    ? "a local Pearson correlation does not follow from the rows before it"
                : null;
            if (wrong is not null)
            {
                findings.Problem(FormattableString.Invariant($"{RunDirectory.StepsName}, line {i + 2}: {wrong}"));
                return;
            }
        }
    }

    private static bool IsConsistent(StepRow row, StructuralWeights weights) =>
        row.G.Equals(row.U - row.L) && row.S.Equals(weights.Combine(row.G, row.U, row.L))
        && (row.ExactFits > 0 || (row.UpperBound.Equals(row.LogGradientNorm + row.U) && row.LowerBound.Equals(row.LogGradientNorm + row.L)));

    private static bool IsClose(double? found, double? expected) =>
        found is { } a && expected is { } b ? a.Equals(b) || Math.Abs(a - b) <= PearsonTolerance : found is null && expected is null;

    private static StructuralWeights Weights(RunManifest manifest)
    {
        double Weight(string name) => manifest.SpecValue(name).RealAt() ?? 1;
        return new StructuralWeights(Weight("alpha"), Weight("beta"), Weight("gamma"));
    }
}
