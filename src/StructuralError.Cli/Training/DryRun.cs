using StructuralError.Cli.Common;
using StructuralError.Cli.Documents;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Work;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;
using StructuralError.Runs.Files;

namespace StructuralError.Cli.Training;

/// <summary>Shows what a run would be, and starts nothing.</summary>
internal sealed class DryRun(CliContext context, ExperimentServices services, TrainOptions options)
{
    public int Show(RunPlan plan, CancellationToken cancellation)
    {
        var preview = new RunPreview(plan, options.Run, services);
        IReadOnlyList<LayerPlan> layers = options.Explain ? preview.Layers(cancellation) : [];
        NecessaryWork? work = options.Explain ? NecessaryWork.Of(plan, services, cancellation) : null;
        if (options.Json)
        {
            context.Out.Write(CliJson.Write(Document(plan, preview, layers, work)));
            return ExitCodes.Success;
        }

        foreach (SpecField field in SpecFields.All)
        {
            Line(field.Name, field.Text(plan.Spec), plan.Resolved.Origins[field.Name]);
        }

        foreach ((string name, int value) in plan.Network.Values)
        {
            string key = "network." + name;
            Line(key, NetworkDescription.Text(plan.Network, name, value), plan.Resolved.Origins.GetValueOrDefault(key, RunManifest.ModelFileOrigin));
        }

        context.Out.WriteLine();
        context.Out.WriteLine(FormattableString.Invariant($"network        {plan.Network.Name}, {plan.Network.ParameterCount} parameters"));
        context.Out.WriteLine($"data           {plan.DatasetName}{(preview.IsDatasetCertain ? string.Empty : " if it can be downloaded, otherwise digits")}");
        context.Out.WriteLine($"spec hash      {plan.Identity.SpecHash}");
        context.Out.WriteLine($"run directory  {plan.Path}");
        context.Out.WriteLine($"would          {preview.Outlook}");
        string free = preview.FreeSpace is { } bytes ? $"; {MemoryForecast.Text(bytes)} are free there" : string.Empty;
        context.Out.WriteLine($"space          about {MemoryForecast.Text(preview.Space.Total)}{free}");
        if (options.Explain)
        {
            ExplainTable.Write(context.Out, layers);
            ExplainTable.Write(context.Out, work);
        }

        return ExitCodes.Success;
    }

    private void Line(string name, string value, string origin) => context.Out.WriteLine($"{name,-16} {value,-16} {origin}");

    private static PlanDocument Document(RunPlan plan, RunPreview preview, IReadOnlyList<LayerPlan> layers, NecessaryWork? work)
    {
        var manifest = RunManifests.Of(plan.Resolved, plan.Identity.SpecHash, plan.Network);
        manifest.Spec!.Remove("network");
        return new PlanDocument(
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
            layers.Count > 0 ? layers : null,
            work?.Rows().Select(Entry));
    }

    private static NecessaryEntry Entry((string Name, MultiplyAdds PerSample, double Share) row) =>
        new(row.Name, row.PerSample.Forward, row.PerSample.PullBack, row.PerSample.Gram, row.PerSample.Gradient, row.Share);
}
