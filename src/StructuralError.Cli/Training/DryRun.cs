using System.Text.Json;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Experiments.Devices;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;

namespace StructuralError.Cli.Training;

/// <summary>Shows what a run would be, and starts nothing.</summary>
internal sealed class DryRun(CliContext context, ExperimentServices services, TrainOptions options)
{
    public int Show(RunPlan plan)
    {
        IReadOnlyList<LayerPlan> layers = options.Explain ? Layers(plan) : [];
        if (options.Json)
        {
            context.Out.Write(JsonText.Write(writer => Write(writer, plan, layers), indented: true));
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
        context.Out.WriteLine($"data           {plan.DatasetName}{(IsCertain(plan) ? string.Empty : " if it can be downloaded, otherwise digits")}");
        context.Out.WriteLine($"spec hash      {plan.Identity.SpecHash}");
        context.Out.WriteLine($"run directory  {plan.Path}");
        context.Out.WriteLine($"would          {Outlook(plan)}");
        if (options.Explain)
        {
            ExplainTable.Write(context.Out, layers);
            ExplainTable.Write(context.Out, NecessaryWork.Of(plan, services));
        }

        return ExitCodes.Success;
    }

    private IReadOnlyList<LayerPlan> Layers(RunPlan plan)
    {
        RunPlan.RequireMemory(plan.Network, plan.Spec, plan.Spec.BatchSize);
        DeviceChoice device = services.Devices.Choose(plan.Spec.Device, options.Run.Force ? null : RunDevice.Of(RunInspection.Of(plan.Path)));
        DeviceLine.Say(services.Notices, plan.Spec.Device, device);
        using IEngine engine = services.CreateEngine(plan.Network, plan.Spec, plan.Spec.BatchSize, device.Device);
        return engine.Plan;
    }

    /// <summary>False where the data set's name depends on a download, which a dry run does not try.</summary>
    private bool IsCertain(RunPlan plan) => plan.Data is not null || services.Datasets.Preview(plan.Spec) is { IsCertain: true };

    private void Line(string name, string value, string origin) => context.Out.WriteLine($"{name,-16} {value,-16} {origin}");

    private string Outlook(RunPlan plan)
    {
        RunInspection found = RunInspection.Of(plan.Path);
        return found.State switch
        {
            _ when options.Run.Force && found.Manifest is not null => "replace the run that is there (--force)",
            RunState.Missing or RunState.Empty when options.Run.Resume == ResumeMode.Require => "refuse: there is no run to continue (--resume require)",
            RunState.Missing or RunState.Empty => "train",
            RunState.Foreign => $"refuse: {plan.Path} is not a run directory: {found.Reason}",
            _ when found.Manifest!.SpecHash != plan.Identity.SpecHash => "refuse: another run is there; --force would replace it",
            RunState.Finished => "do nothing: the run is finished",
            _ => options.Run.Resume switch
            {
                ResumeMode.Never => "refuse: an unfinished run is there; --resume auto would continue it, --force would start it over",
                ResumeMode.Require => "continue the unfinished run from its last good checkpoint; refuse where it has none",
                _ => "continue the unfinished run from its last good checkpoint; start over where it has none",
            },
        };
    }

    private void Write(Utf8JsonWriter writer, RunPlan plan, IReadOnlyList<LayerPlan> layers)
    {
        writer.WriteStartObject();
        writer.WriteNumber("schema", RunSummary.CurrentSchema);
        writer.WriteString("run_directory", Path.GetFullPath(plan.Path));
        writer.WriteString("would", Outlook(plan));
        writer.WriteString("dataset", plan.DatasetName);
        writer.WriteBoolean("dataset_certain", IsCertain(plan));
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
