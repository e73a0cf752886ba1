using System.Text.Json;
using System.Text.Json.Serialization;
using StructuralError.Core.Engines;

namespace StructuralError.Reporting.Listings;

/// <summary>What <c>train --dry-run --json</c> prints of a run that it does not start.</summary>
/// <param name="RunDirectory">Its full path.</param>
/// <param name="DatasetCertain">False where the data set's name depends on a download.</param>
/// <param name="SpaceBytes">About what a run from its first step on writes.</param>
/// <param name="FreeBytes">What is free where the run directory lies; null where that is not known.</param>
/// <param name="Network">The values of the network's parameters.</param>
/// <param name="Origins">Where each value came from.</param>
/// <param name="Plan">With <c>--explain</c>: what the engine will do, by layer.</param>
/// <param name="Necessary">With <c>--explain</c>: what masks leave of it.</param>
internal sealed record PlanDocument(
    int Schema,
    string RunDirectory,
    string Would,
    string Dataset,
    bool DatasetCertain,
    double SpaceBytes,
    long? FreeBytes,
    string SpecHash,
    long Parameters,
    IReadOnlyDictionary<string, JsonElement> Spec,
    IReadOnlyDictionary<string, JsonElement> Network,
    IReadOnlyDictionary<string, string> Origins,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<LayerPlan>? Plan,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IEnumerable<NecessaryEntry>? Necessary);

/// <summary>The multiply-adds per sample that masks leave of a layer.</summary>
internal sealed record NecessaryEntry(string Name, long ForwardMacs, long PullBackMacs, long GramMacs, long GradientMacs, double ShareOfDense);
