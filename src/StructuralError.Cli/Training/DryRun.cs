using System.Text.Json;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;
using StructuralError.Runs.Files;

namespace StructuralError.Cli.Training;

/// <summary>Shows what a run would be, and starts nothing.</summary>
internal sealed class DryRun(CliContext context, ExperimentServices services, TrainOptions options)
{
    public int Show(RunPlan plan)
    {
        var preview = new RunPreview(plan, options.Run, services);
        IReadOnlyList<LayerPlan> layers = options.Explain ? preview.Layers() : [];
        if (options.Json)
        {
            context.Out.Write(JsonText.Write(writer => Write(writer, plan, preview, layers), indented: true));
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
        if (options.Explain)
        {
            ExplainTable.Write(context.Out, layers);
            ExplainTable.Write(context.Out, NecessaryWork.Of(plan, services));
        }

        return ExitCodes.Success;
    }

    private void Line(string name, string value, string origin) => context.Out.WriteLine($"{name,-16} {value,-16} {origin}");

    private void Write(Utf8JsonWriter writer, RunPlan plan, RunPreview preview, IReadOnlyList<LayerPlan> layers)
    {
        writer.WriteStartObject();
        writer.WriteNumber("schema", RunSummary.CurrentSchema);
        writer.WriteString("run_directory", Path.GetFullPath(plan.Path));
        writer.WriteString("would", preview.Outlook);
        writer.WriteString("dataset", plan.DatasetName);
        writer.WriteBoolean("dataset_certain", preview.IsDatasetCertain);
        writer.WriteString("spec_hash", plan.Identity.SpecHash);
        writer.WriteNumber("parameters", plan.Network.ParameterCount);
        writer.WriteStartObject("spec");
        foreach (SpecField field in SpecFields.All)
        {
            writer.WritePropertyName(field.Name);
            field.Write(writer, plan.Spec);
        }

        writer.WriteEndObject();
        NetworkDescription.WriteValues(writer, "network", plan.Network, plan.Network.Values);
        writer.WriteStartObject("origins");
        foreach ((string name, string origin) in plan.Resolved.Origins)
        {
            writer.WriteString(name, origin);
        }

        writer.WriteEndObject();
        if (options.Explain)
        {
            ExplainTable.Write(writer, layers);
            ExplainTable.Write(writer, NecessaryWork.Of(plan, services));
        }

        writer.WriteEndObject();
    }
}
