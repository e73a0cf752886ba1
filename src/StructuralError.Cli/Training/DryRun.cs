using StructuralError.Cli.Common;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Train;
using StructuralError.Reporting.Listings;

namespace StructuralError.Cli.Training;

/// <summary>Shows what a run would be, and starts nothing.</summary>
internal sealed class DryRun(CliContext context, ExperimentServices services, TrainOptions options)
{
    public int Show(RunPlan plan, CancellationToken cancellation)
    {
        var preview = new RunPreview(plan, options.Run, services);
        var listing = new PlanListing(
            plan,
            preview,
            options.Explain ? preview.Layers(cancellation) : null,
            options.Explain ? NecessaryWork.Of(plan, services, cancellation) : null);
        context.Print(options.Json, listing.ToJson, listing.Lines);
        return ExitCodes.Success;
    }
}
