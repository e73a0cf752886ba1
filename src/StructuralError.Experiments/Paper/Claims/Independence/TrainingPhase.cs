using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Independence;

/// <summary>Rows of <c>independence.csv</c> in the phases of training that the paper tells apart.</summary>
internal static class TrainingPhase
{
    /// <summary>Share of the run that is its end.</summary>
    private const double EndShare = 0.1;

    /// <summary>After the first step and before the structural error settles; to the end of the run where it does not.</summary>
    public static IReadOnlyList<IndependenceRow> Early(TrainedRun run, Thresholds at)
    {
        double settling = run.SettlingStep(at.Band);
        return [.. run.Independence.Where(row => row.Step > 0 && row.Step < settling)];
    }

    /// <summary>The last tenth of a run whose structural error has settled; none where it has not.</summary>
    public static IReadOnlyList<IndependenceRow> End(TrainedRun run, Thresholds at)
    {
        double settling = run.SettlingStep(at.Band), first = run.Steps[^1].Step * (1 - EndShare);
        return double.IsFinite(settling) ? [.. run.Independence.Where(row => row.Step >= Math.Max(first, settling))] : [];
    }
}
