using System.Text.Json.Serialization;

namespace StructuralError.Experiments.Paper.Claims;

/// <summary>What the data say of a claim, or of one case of it.</summary>
[JsonConverter(typeof(VerdictConverter))]
public enum Verdict
{
    /// <summary>The statistic is on the claim's side of its threshold in every case, seeds' spread included.</summary>
    Reproduced,

    /// <summary>Cases on both sides, each decided by itself.</summary>
    ReproducedInPart,

    /// <summary>It is on the other side, seeds' spread included, in every case that is decided.</summary>
    NotReproduced,

    /// <summary>The seeds disagree, or some of the data needed are not there.</summary>
    Undecided,

    /// <summary>No data of these networks can decide it, or none of the data needed are there; the finding says which.</summary>
    CannotBeDecided,
}

/// <summary>The verdicts in words.</summary>
public static class Verdicts
{
    /// <exception cref="ArgumentOutOfRangeException">None of the enumeration's.</exception>
    public static string Name(Verdict verdict) => verdict switch
    {
        Verdict.Reproduced => "reproduced",
        Verdict.ReproducedInPart => "reproduced in part",
        Verdict.NotReproduced => "not reproduced",
        Verdict.Undecided => "undecided",
        Verdict.CannotBeDecided => "cannot be decided here",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "unknown verdict"),
    };
}

/// <summary>By its name.</summary>
public sealed class VerdictConverter() : NameConverter<Verdict>(Verdicts.Name);
