using System.Text.Json;
using System.Text.Json.Serialization;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Work;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Listings;

/// <summary>What a run would be: every value with its origin, what would be done, and on request what a step costs.</summary>
/// <param name="layers">The engine's plan by layer; null where nobody asked.</param>
/// <param name="work">What masks leave of it; null where it was not counted.</param>
internal sealed class PlanListing(RunPlan plan, RunPreview preview, IReadOnlyList<LayerPlan>? layers, NecessaryWork? work)
{
    public IEnumerable<string> Lines()
    {
        foreach (SpecField field in SpecFields.All.Where(field => field.IsWritten(plan.Spec)))
        {
            yield return Line(field.Name, field.Text(plan.Spec), plan.Resolved.Origins[field.Name]);
        }

        foreach ((string name, int value) in plan.Network.Values)
        {
            string key = "network." + name;
            string origin = plan.Resolved.Origins.GetValueOrDefault(key, RunManifest.ModelFileOrigin);
            yield return Line(key, plan.Network.Text(name, value), origin);
        }

        yield return string.Empty;
        yield return FormattableString.Invariant($"network        {plan.Network.Name}, {plan.Network.ParameterCount} parameters");
        yield return $"loss           {plan.Spec.Loss}"
            + (LossTable.Of(plan.Spec.Loss).IsStrictlyConvex ? string.Empty : ", outside the paper's assumptions: its Ω is not strictly convex");
        yield return $"data           {plan.DatasetName}{(preview.IsDatasetCertain ? string.Empty : " if it can be downloaded, otherwise digits")}";
        yield return $"spec hash      {plan.Identity.SpecHash}";
        yield return $"run directory  {plan.Path}";
        yield return $"would          {preview.Outlook}";
        string free = preview.FreeSpace is { } bytes ? $"; {MemoryForecast.Text(bytes)} are free there" : string.Empty;
        yield return $"space          about {MemoryForecast.Text(preview.Space.Total)}{free}";
        if (plan.Spec.KernelEvery > 0)
        {
            yield return $"kernel         {KernelForecast.Of(plan.Network, plan.Spec)}";
        }

        foreach (string line in layers is null ? [] : WorkTable.Lines(layers).Concat(WorkTable.Lines(work)))
        {
            yield return line;
        }
    }

    public string ToJson()
    {
        var manifest = RunManifests.Of(plan.Resolved, plan.Identity.SpecHash, plan.Network);
        manifest.Spec!.Remove("network");
        return ListingJson.Write(new PlanDocument(
            RunSummary.CurrentSchema,
            Path.GetFullPath(plan.Path),
            preview.Outlook,
            plan.DatasetName,
            preview.IsDatasetCertain,
            (double)preview.Space.Total,
            preview.FreeSpace,
            plan.Identity.SpecHash,
            plan.Network.ParameterCount,
            manifest.Spec,
            manifest.Network!.Values!,
            plan.Resolved.Origins,
            layers is { Count: > 0 } ? layers : null,
            work?.Rows().Select(Entry)));
    }

    private static string Line(string name, string value, string origin) => $"{name,-16} {value,-16} {origin}";

    private static NecessaryEntry Entry((string Name, MultiplyAdds PerSample, double Share) row) =>
        new(row.Name, row.PerSample.Forward, row.PerSample.PullBack, row.PerSample.Gram, row.PerSample.Gradient, row.Share);
}

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
