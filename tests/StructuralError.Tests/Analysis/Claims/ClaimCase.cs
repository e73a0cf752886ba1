using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Tests.Analysis.Claims;

/// <summary>Data in which a claim is true, data in which it is false, and data in which it is true in some cases and false in others.</summary>
/// <param name="Partly">Null for a claim with one case, and for one that a single case refutes.</param>
internal sealed record ClaimCase(string Id, Func<ReproductionData> True, Func<ReproductionData> False, Func<ReproductionData>? Partly = null);
