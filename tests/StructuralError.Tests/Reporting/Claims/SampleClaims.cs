using StructuralError.Experiments.Paper.Claims;
using StructuralError.Reporting.Claims;

namespace StructuralError.Tests.Reporting.Claims;

/// <summary>A report whose every number, name and text is known.</summary>
internal static class SampleClaims
{
    public static ClaimsReport Report(bool isQuick = false) => new("made-up", isQuick, [Result()]);

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
