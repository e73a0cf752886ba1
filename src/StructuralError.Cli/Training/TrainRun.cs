using System.Diagnostics;
using StructuralError.Cli.Devices;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Training;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Specs;

namespace StructuralError.Cli.Training;

/// <summary>
/// Carries out one run: resolve, look whether it is there already, lock the directory, load the data, train or go on training, evaluate, write. Where
/// anything is wrong with the request, nothing stays on disk.
/// </summary>
internal sealed class TrainRun(CliContext context, ResolvedSpec resolved, TrainOptions options)
{
    private readonly ITrainingServices _services = context.Services;

    /// <summary>Where people read: standard output, unless a document goes there.</summary>
    private readonly TextWriter _people = options.Json ? context.Error : context.Out;

    public int Execute()
    {
        using Interruption interruption = context.Listen();
        if (options.Supervised)
        {
            interruption.FollowStandardInput();
        }

        try
        {
            return Execute(interruption);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            context.Error.WriteLine("error: interrupted before training began; nothing was written.");
            return interruption.ExitCode;
        }
    }

    private int Execute(Interruption interruption)
    {
        RunPlan plan = RunPlan.Make(resolved, options, _services, () => Load(interruption));
        if (options.DryRun || options.Explain)
        {
            return new DryRun(context, options).Show(plan);
        }

        // What the data sets known by name hold is fixed, so the spec's hash says it all: nothing needs to be loaded to find a finished run or a rival.
        bool isKnown = plan.IsCertain && plan.Data is null;
        RunRequest request = RunManifests.Request(
            RunManifests.Of(resolved, plan.Identity.SpecHash, plan.Network), found => found.SpecHash == plan.Identity.SpecHash);
        if (isKnown && RunDirectory.IsFinished(plan.Path, request, options.Force))
        {
            return new FinishedRun(plan.Path).Show(context, options);
        }

        using RunReservation? early = isKnown ? RunReservation.Take(plan.Path, context.Files) : null;
        return early?.IsFinished(request, options.Force, options.Resume) == true
            ? new FinishedRun(plan.Path).Show(context, options)
            : Execute(plan, early, interruption);
    }

    /// <param name="early">The directory's lock, where it could be taken before the data were there.</param>
    private int Execute(RunPlan plan, RunReservation? early, Interruption interruption)
    {
        Task<SourceVersion> source = SourceVersion.FindAsync(AppContext.BaseDirectory);
        DatasetPair data = plan.Data ?? Load(interruption);
        plan = plan.With(data, options, _services);
        TrainingPlan training = plan.Training(data);
        DeviceChoice device = Device(plan);
        using IEngine engine = _services.CreateEngine(plan.Network, plan.Spec, training.BatchCapacity, device.Device);
        SourceVersion version = source.GetAwaiter().GetResult();
        RunManifest manifest = Manifest(plan, data, engine, device, version);
        RunRequest request = RunManifests.Request(manifest, found => found.RunIdentity == manifest.RunIdentity);
        var target = new ResumeTarget(manifest.RunIdentity!, plan.Network, engine.Info, SourceVersion.ProgramVersion, training.Admits);

        // Without the lock first: a finished run may stand where nothing can be written.
        if (early is null && RunDirectory.IsFinished(plan.Path, request, options.Force))
        {
            return new FinishedRun(plan.Path).Show(context, options);
        }

        using RunReservation reservation = early ?? RunReservation.Take(plan.Path, context.Files);
        using RunDirectory? directory = reservation.Claim(manifest, request, target, options.Force, options.Resume, context.Warn);
        return directory is null ? new FinishedRun(plan.Path).Show(context, options) : Run(plan, training, directory, engine, data, interruption);
    }

    private DeviceChoice Device(RunPlan plan)
    {
        DeviceChoice device = context.Devices.Choose(plan.Spec.Device, options.Force ? null : RunDevice.Of(plan.Path));
        DeviceLine.Write(context.Error, plan.Spec.Device, device, options.Quiet);
        return device;
    }

    private RunManifest Manifest(RunPlan plan, DatasetPair data, IEngine engine, DeviceChoice device, SourceVersion source) =>
        RunManifests.Of(resolved, plan.Identity, plan.Network, data, engine.Info, device) with
        {
            InitialWeights = plan.Weights?.Source,
            Machine = MachineInfo.Current(),
            Source = source,
            Slurm = SlurmJob.Find(Environment.GetEnvironmentVariable),
            CommandLine = options.Arguments,
            Start = context.Time.GetUtcNow(),
        };

    private int Run(RunPlan plan, TrainingPlan training, RunDirectory directory, IEngine engine, DatasetPair data, Interruption interruption)
    {
        Action report;
        try
        {
            SourceDiff.Keep(directory.Manifest.Source?.Diff, directory.FullPath, context.Files);
            long start = context.Time.GetTimestamp();
            TrainingResult result = new TrainingPhase(context, options, plan, training).Run(directory, engine, interruption.Token);
            if (result.Outcome == TrainingOutcome.Diverged)
            {
                throw new UserErrorException(ExitCodes.Failure, $"{plan.Path}: {result.Message}");
            }

            if (result.Outcome == TrainingOutcome.Interrupted)
            {
                End(directory, RunOutcome.Interrupted, null);
                context.Error.WriteLine(FormattableString.Invariant(
                    $"error: interrupted after {result.Steps} of {training.TotalSteps} steps; the same command {(result.Steps > 0 ? "goes on from there" : "starts again")} ({plan.Path})."));
                return interruption.ExitCode;
            }

            Evaluation test = engine.Evaluate(data.Test);
            _services.WriteFigures(directory.FullPath, context.Warn, context.Files);
            using var process = Process.GetCurrentProcess();
            TimeSpan elapsed = context.Time.GetElapsedTime(start) + (directory.ResumePoint?.Checkpoint.Training.Elapsed ?? TimeSpan.Zero);
            RunSummary summary = RunSummary.Of(directory.Manifest, result, test) with
            {
                RunDirectory = directory.FullPath,
                Seconds = elapsed.TotalSeconds,
                PeakMemoryBytes = process.PeakWorkingSet64,
                Sha256 = RunFiles.Hashes(directory.FullPath),
            };
            string document = summary.ToJson();
            directory.WriteSummary(document);
            End(directory, RunOutcome.Completed, null, RunFiles.Hash(directory.SummaryPath));
            report = () => Report(plan, directory.Manifest, summary, document);
        }
        catch (Exception exception)
        {
            EndFailed(directory, exception);
            throw;
        }

        // A standard output that cannot be written makes no failed run of a completed one.
        report();
        return ExitCodes.Success;
    }

    private DatasetPair Load(Interruption interruption) => _services.LoadDataset(resolved.Spec, context.Error, options.Quiet, interruption.Token);

    private void End(RunDirectory directory, RunOutcome outcome, string? error, string? summarySha256 = null) =>
        directory.WriteManifest(directory.Manifest with { Outcome = outcome, Error = error, End = context.Time.GetUtcNow(), SummarySha256 = summarySha256 });

    /// <summary>Notes the failure where that is still possible; what failed is reported by the caller.</summary>
    private void EndFailed(RunDirectory directory, Exception exception)
    {
        try
        {
            End(directory, RunOutcome.Failed, exception.Message);
        }
        catch (UserErrorException)
        {
            // The manifest goes on saying "running"; without the lock, that means the run died.
        }
    }

    private void Report(RunPlan plan, RunManifest manifest, RunSummary summary, string document)
    {
        if (!options.Quiet)
        {
            HumanSummary.Write(_people, manifest, summary, plan.Path);
        }

        if (options.Json)
        {
            context.Out.Write(document);
        }
    }
}
