using StructuralError.Experiments.Paper.Claims;

namespace StructuralError.Reporting.Claims;

internal static class VerdictWords
{
    /// <exception cref="ArgumentOutOfRangeException">None of the enumeration's.</exception>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Reproduced => "reproduced",
        Verdict.NotReproduced => "not reproduced",
        Verdict.Inconclusive => "inconclusive",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "unknown verdict"),
    };
}
