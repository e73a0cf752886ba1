using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Families;
using StructuralError.Reporting.Claims;

namespace StructuralError.Tests.Reporting.Claims;

/// <summary>A report whose every number, name and text is known.</summary>
internal static class SampleClaims
{
    public static ClaimsReport Report(bool isQuick = false) => new("made-up", isQuick, [Result()]);

    public static RobustnessReport Robustness() => new(
        "architectures", "architecture", "Which hold?", "mnist", false, 3, "f64",
        [new("default", "The program’s own.", "", 0.75, 1, 1, 0, 0), new("tanh", "tanh.", "a = tanh-a", 0.5, 1, 0, 1, 0)],
        [
            new(
                "pearson-near-one", "Sentence of pearson-near-one.", ClaimKind.Paper, Stability.Robust, [],
                [new("default", Verdict.Reproduced, 4, 4), new("tanh", Verdict.Reproduced, 4, 4)]),
            new(
                "gap-narrows", "Sentence of gap-narrows.", ClaimKind.Paper, Stability.Depends, ["tanh"],
                [new("default", Verdict.ReproducedInPart, 1, 2), new("tanh", Verdict.NotReproduced, 0, 2)]),
            new(
                "ours", "Sentence | of ours.", ClaimKind.Ours, Stability.Undecided, [],
                [new("default", Verdict.Undecided, 0, 1), new("tanh", Verdict.CannotBeDecided, 0, 1)]),
        ]);

    private static ClaimResult Result() => new(
        "sample-claim",
        "Section 9 | Figure 5",
        "|U| falls \"fast\".",
        "|U| of the last divided by |U| of the first.",
        "< 0.5: half.",
        ["figure5", "figure6"],
        Verdict.NotReproduced,
        "Holds in 0 of 1 cases. Not so: |U| 1.23.",
        [
            new Evidence(
                "model a, k = 1", "|U| deepest / shallowest", [new(0, 1.23456789012345), new(-3, double.PositiveInfinity)],
                double.PositiveInfinity, double.NaN, double.NaN, Verdict.NotReproduced),
            new Evidence("model c, k = 1", "|U| deepest / shallowest", [], double.NaN, double.NaN, double.NaN, Verdict.Undecided),
        ],
        [new Observation("model a, k = 1", "onset (step)", [new(0, 1234), new(-3, double.NaN)], -0.5, -1.5, 0.5)])
    {
        Quote = "U falls",
        Readings = [new("signed", Verdict.NotReproduced, 0, 1, 3, 2)],
    };
}
