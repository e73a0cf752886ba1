using StructuralError.Core.Structure;
using StructuralError.Experiments.Measure;

namespace StructuralError.Tests.Analysis.Claims;

/// <summary>For every claim made-up data that agree with it, and others that contradict it in one of the models, depths or quantities it names.</summary>
internal static partial class ClaimCases
{
    public static IReadOnlyList<ClaimCase> All { get; } = [.. Bounds(), .. Initialization(), .. Dynamics(), .. Independence(), .. Trials()];

    /// <summary>Models b or a, or both, at each depth of the paper's figures 6 and 7.</summary>
    private static IEnumerable<(string Model, int K)> Over(params string[] models) => models.SelectMany(model => MadeUp.Depths.Select(k => (model, k)));

    private static ClaimCase Runs(
        string id, IEnumerable<(string Model, int K)> cases, Func<string, int, int, StepRow> agrees, Func<string, int, int, StepRow> contradicts,
        Func<string, int, int, StepRow>? partly = null) =>
        new(id, () => MadeUp.Runs(cases, agrees), () => MadeUp.Runs(cases, contradicts), partly is null ? null : () => MadeUp.Runs(cases, partly));

    private static ClaimCase Networks(
        string id, string[] models, Func<string, int, int, InitialMeasurement> agrees, Func<string, int, int, InitialMeasurement> contradicts,
        Func<string, int, int, InitialMeasurement>? partly = null) =>
        new(id, () => MadeUp.Networks(models, agrees), () => MadeUp.Networks(models, contradicts), partly is null ? null : () => MadeUp.Networks(models, partly));

    private static InitialMeasurement Columns(Func<IndependenceRow, IndependenceRow> change) => MadeUp.Network with { Independence = change(MadeUp.Independence) };
}
