using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Tests.Analysis.Claims;

/// <summary>Data in which a claim is true, and data in which it is false.</summary>
internal sealed record ClaimCase(string Id, Func<ReproductionData> True, Func<ReproductionData> False);
