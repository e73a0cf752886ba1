using System.Text.Json.Serialization;

namespace StructuralError.Reporting.Listings;

/// <summary>What <c>reproduce --json</c> prints.</summary>
/// <param name="Directory">Its full path.</param>
/// <param name="Figures">Files, full paths.</param>
/// <param name="Claims">How many of the paper's have each verdict; left out where only some figures were asked for, and for a family.</param>
/// <param name="Robustness">How many of the paper's claims are of each class; left out but for a family.</param>
internal sealed record ReproductionDocument(
    int Schema,
    string Directory,
    string Dataset,
    bool Quick,
    double Seconds,
    IReadOnlyList<string> Figures,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ClaimCounts? Claims,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RobustnessCounts? Robustness,
    IReadOnlyList<QueueEntry> Runs);

/// <summary>How many claims of the paper have each verdict.</summary>
internal sealed record ClaimCounts(int Reproduced, int ReproducedInPart, int NotReproduced, int Undecided, int CannotBeDecided);

/// <summary>How many claims of the paper are of each class over a family.</summary>
internal sealed record RobustnessCounts(int Robust, int RobustWhereDecided, int Depends, int Undecided);
