using System.Text.Json.Serialization;

namespace StructuralError.Experiments.Paper.Claims;

/// <summary>What sort of statement a claim is, and so what a verdict on it means.</summary>
[JsonConverter(typeof(ClaimKindConverter))]
public enum ClaimKind
{
    /// <summary>Of the paper's text, about networks: data can refute it. Only these are counted.</summary>
    Paper,

    /// <summary>A theorem of the paper: one case against it refutes it.</summary>
    Theorem,

    /// <summary>A step of a proof, decided by algebra; data illustrate it.</summary>
    ProofStep,

    /// <summary>True by algebra whatever the network: data test the program, not the paper.</summary>
    Identity,

    /// <summary>Not the paper's: a question that its claims raise.</summary>
    Ours,
}

/// <summary>The kinds in words.</summary>
public static class ClaimKinds
{
    /// <exception cref="ArgumentOutOfRangeException">None of the enumeration's.</exception>
    public static string Name(ClaimKind kind) => kind switch
    {
        ClaimKind.Paper => "claim of the paper",
        ClaimKind.Theorem => "theorem",
        ClaimKind.ProofStep => "step of a proof",
        ClaimKind.Identity => "identity",
        ClaimKind.Ours => "ours",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown kind"),
    };

    /// <summary>Whether it is about every case, so that one against it refutes it; a claim of the text can hold in part.</summary>
    public static bool IsUniversal(ClaimKind kind) => kind is ClaimKind.Theorem or ClaimKind.ProofStep or ClaimKind.Identity;
}

/// <summary>By its name.</summary>
public sealed class ClaimKindConverter() : NameConverter<ClaimKind>(ClaimKinds.Name);
