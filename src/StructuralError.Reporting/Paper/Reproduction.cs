using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Queue;
using StructuralError.Reporting.Claims;

namespace StructuralError.Reporting.Paper;

/// <summary>What a reproduction, or one over a family, came to.</summary>
/// <param name="Path">Its directory.</param>
/// <param name="Trained">What became of the trainings; where they are not complete, nothing was drawn.</param>
/// <param name="Drawn">The figures' files.</param>
/// <param name="Claims">Null where only some figures were asked for, for a family, and where nothing was drawn.</param>
public sealed record Reproduction(string Path, ReproductionRecord Record, QueueResult Trained, IReadOnlyList<string> Drawn, ClaimsReport? Claims)
{
    /// <summary>Of a family; otherwise null.</summary>
    public RobustnessReport? Robustness { get; init; }
}
