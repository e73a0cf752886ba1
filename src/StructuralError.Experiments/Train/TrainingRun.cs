using System.Diagnostics;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Training;
using StructuralError.Experiments.Devices;
using StructuralError.Experiments.SelfCheck;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Provenance;

namespace StructuralError.Experiments.Train;

/// <summary>
/// Carries out one run: resolve, look whether it is there already, lock the directory, load the data, train or go on training, evaluate, write. Where
/// anything is wrong with the request, nothing stays on disk.
/// </summary>
/// <param name="resolved">What is asked for.</param>
/// <param name="cancellation">Looked at between steps: the run ends with a checkpoint.</param>
public sealed class TrainingRun(ExperimentServices services, ResolvedSpec resolved, RunOptions options, CancellationToken cancellation)
{
    /// <exception cref="UserErrorException">What is wrong with the request or its data, or why the run failed.</exception>
    /// <exception cref="EngineException">The device cannot be used, or failed in the middle of the run, which its checkpoint keeps.</exception>
    /// <exception cref="OperationCanceledException">The run was told to end before training began; nothing was written.</exception>
    public TrainingEnd Execute()
    {
        _ = Task.Run(RunDocuments.Prepare, CancellationToken.None);
        RunPlan plan = RunPlan.Make(resolved, options, services, cancellation: cancellation);

        // What the data sets known by name hold is fixed, so the spec's hash says it all: nothing needs to be loaded to find a finished run or a rival.
        bool isKnown = plan.Data is null;
        RunManifest asked = RunManifests.Of(plan.Resolved, plan.Identity.SpecHash, plan.Network);
        RunRequest request = RunManifests.Request(asked, found => found.SpecHash == plan.Identity.SpecHash);
        RunInspection found = services.Inspect(Path.GetFullPath(plan.Path));
        if (isKnown && RunDirectory.IsFinished(plan.Path, found, request, options.Force))
        {
            return Finished(plan, found);
        }

        using RunReservation? early = isKnown ? RunReservation.Take(plan.Path, found, services.Inspect, services.Files) : null;
        return early?.IsFinished(request, options.Force, options.Resume) == true
            ? Finished(plan, early.Found)
            : Execute(plan, early, early?.Found ?? found);
    }

    /// <param name="early">The directory's lock, where it could be taken before the data were there.</param>
    /// <param name="found">What is in the directory.</param>
    private TrainingEnd Execute(RunPlan plan, RunReservation? early, RunInspection found)
    {
        Task<SourceVersion> source = services.FindSource();

        // Before data are read, or even downloaded, for a device that is not there.
        DeviceChoice device = services.Devices.Choose(plan.Spec.Device, options.Force ? null : RunDevice.Of(found));
        (DatasetPair data, TrainingPlan training, IEngine made) = Prepare(plan, device);
        using IEngine engine = made;
        _ = services.PrepareFigures is { } prepare ? Task.Run(prepare, CancellationToken.None) : null;
        RunManifest manifest = Manifest(plan, data, engine, device, source.GetAwaiter().GetResult());
        RunRequest request = RunManifests.Request(manifest, found => found.RunIdentity == manifest.RunIdentity);
        var target = new ResumeTarget(manifest.RunIdentity!, plan.Network, engine.Info, SourceVersion.ProgramVersion, training.Admits);

        // Without the lock first: a finished run may stand where nothing can be written.
        if (early is null && RunDirectory.IsFinished(plan.Path, found, request, options.Force))
        {
            return Finished(plan, found);
        }

        using RunReservation reservation = early ?? RunReservation.Take(plan.Path, found, services.Inspect, services.Files);
        using RunDirectory? directory = reservation.Claim(manifest, request, target, options.Force, options.Resume, services.Notices.Warn);
        return directory is null ? Finished(plan, reservation.Found) : Run(plan, training, directory, engine, data);
    }

    /// <summary>The data, what to do with them, and the engine. The processor's own is made while known data are read.</summary>
    private (DatasetPair Data, TrainingPlan Training, IEngine Engine) Prepare(RunPlan plan, DeviceChoice device)
    {
        // Others may want to be used on the thread that made them.
        bool isOnAnyThread = device.Device.Kind == services.Engines.Processor.Name && options.Referee is null;
        Task<IEngine>? ahead = isOnAnyThread && plan.Data is null
            ? Task.Run(() => CreateEngine(plan, plan.BatchCapacity, device.Device), CancellationToken.None)
            : null;
        try
        {
            DatasetPair data = plan.Data ?? services.Datasets.Load(plan.Spec, cancellation);
            TrainingPlan training = plan.Training(data);
            services.Notices.SayDevice(plan.Spec.Device, device);
            if (!LossTable.Of(plan.Spec.Loss).IsStrictlyConvex)
            {
                services.Notices.Warn($"{plan.Path}: {plan.Spec.Loss} is outside the paper's assumptions: its Ω is not strictly convex.");
            }

            return (data, training, ahead?.GetAwaiter().GetResult() ?? CreateEngine(plan, training.BatchCapacity, device.Device));
        }
        catch
        {
            _ = ahead?.ContinueWith(
                made => made.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    private static FinishedRun Finished(RunPlan plan, RunInspection found)
    {
        FinishedFiles.Require(plan.Path, Path.GetFullPath(plan.Path), found.Manifest!, RunFiles.Rows);
        return new FinishedRun(plan.Path);
    }

    private IEngine CreateEngine(RunPlan plan, int capacity, DeviceRequest device)
    {
        if (options.Referee is not null && plan.Spec.Loss != LossTable.Default.Name)
        {
            throw new UserErrorException(
                FailureKind.Usage,
                $"--referee: libtorch's own loss is that of {LossTable.Default.Name}, and this run trains for {plan.Spec.Loss}; leave it out.");
        }

        IReferee? referee = options.Referee is null ? null : services.Engines.CreateReferee(plan.Network);
        try
        {
            IEngine engine = services.CreateEngine(plan.Network, plan.Spec, capacity, device, cancellation);
            RequireKernels(plan.Spec, engine);
            return referee is null ? engine : new RefereedEngine(engine, referee, plan.Network, capacity, options.Referee!.Value);
        }
        catch
        {
            referee?.Dispose();
            throw;
        }
    }

    /// <exception cref="UserErrorException">Exit 2: the kernel between samples is asked for, and this engine measures none.</exception>
    private void RequireKernels(RunSpec spec, IEngine engine)
    {
        if (spec.KernelEvery > 0 && engine.Kernels is null)
        {
            string device = engine.Info.Device;
            engine.Dispose();
            throw new UserErrorException(
                FailureKind.Usage,
                $"kernel_every: the kernel between samples is not available on {device}; take --device {services.Engines.Processor.Name}, or leave "
                    + "--kernel-every out.");
        }
    }

    /// <summary>What the referee found, said aloud where rounding does not explain it.</summary>
    private RefereeSummary? Verdict(RunPlan plan, IEngine engine)
    {
        if (engine is not RefereedEngine refereed)
        {
            return null;
        }

        if (!(refereed.LargestDeviation <= Limits.OfMeasurements(plan.Spec.Precision)))
        {
            services.Notices.Warn(FormattableString.Invariant(
                $"{plan.Path}: {refereed.RefereeName} measured up to {refereed.LargestDeviation:g2} apart from this run, more than rounding explains; ")
                + "'selfcheck --against torch' checks the device.");
        }

        return new RefereeSummary { Name = refereed.RefereeName, Steps = refereed.Checks, LargestDeviation = refereed.LargestDeviation };
    }

    private RunManifest Manifest(RunPlan plan, DatasetPair data, IEngine engine, DeviceChoice device, SourceVersion source) =>
        RunManifests.Of(plan.Resolved, plan.Identity, plan.Network, data, engine.Info, device) with
        {
            InitialWeights = plan.Weights?.Source,
            Machine = ThisMachine.Describe(),
            Source = source,
            Slurm = SlurmJob.Find(Environment.GetEnvironmentVariable),
            CommandLine = [.. options.CommandLine.Select(Printable.WithoutSecrets)],
            Start = services.Time.GetUtcNow(),
        };

    private TrainingEnd Run(RunPlan plan, TrainingPlan training, RunDirectory directory, IEngine engine, DatasetPair data)
    {
        try
        {
            WarnOfSpace(plan, training, directory.ResumePoint?.Step ?? 0);
            SourceDiff.Keep(directory.Manifest.Source?.Diff, directory.FullPath, services.Files);
            long start = services.Time.GetTimestamp();
            TrainingResult result = new TrainingPhase(services, plan, training).Run(directory, engine, cancellation);
            if (result.Outcome == TrainingOutcome.Diverged)
            {
                throw new UserErrorException(FailureKind.Failure, $"{plan.Path}: {result.Message}");
            }

            if ((result.Outcome == TrainingOutcome.Interrupted ? null : Finish(directory, engine, data.Test)) is not { } test)
            {
                End(directory, RunOutcome.Interrupted, null);
                return new InterruptedRun(plan.Path, result.Steps, training.TotalSteps);
            }

            using var process = Process.GetCurrentProcess();
            TimeSpan elapsed = services.Time.GetElapsedTime(start) + (directory.ResumePoint?.Checkpoint.Training.Elapsed ?? TimeSpan.Zero);
            RunSummary summary = RunSummary.Of(directory.Manifest, result, test) with
            {
                RunDirectory = directory.FullPath,
                Seconds = elapsed.TotalSeconds,
                Referee = Verdict(plan, engine),
                PeakMemoryBytes = process.PeakWorkingSet64,
                Sha256 = directory.Hashes(),
            };
            string document = summary.ToJson();
            directory.WriteSummary(document);
            End(directory, RunOutcome.Completed, null, RunFiles.Hash(directory.SummaryPath));
            return new CompletedRun(plan.Path, directory.Manifest, summary, document);
        }
        catch (Exception exception)
        {
            EndFailed(directory, exception);
            throw;
        }
    }

    private void WarnOfSpace(RunPlan plan, TrainingPlan training, long done)
    {
        Int128 needed = SpaceForecast.Of(plan.Spec, plan.Network, training.TotalSteps - done, training.Train.Count).Total;
        if (services.FreeSpace(plan.Path) is { } free && needed > free)
        {
            services.Notices.Warn(
                $"{plan.Path}: about {MemoryForecast.Text(needed)} are to be written, and {MemoryForecast.Text(free)} are free there. When the disk is full "
                + "the run ends with an error and keeps its last checkpoint. Fewer --epochs, a larger --measure-every, or no --per-sample need less.");
        }
    }

    /// <summary>What follows the training; null where the run was told to end meanwhile: its checkpoint has all the steps.</summary>
    private Evaluation? Finish(RunDirectory directory, IEngine engine, Dataset test)
    {
        try
        {
            Evaluation evaluation = engine.Evaluate(test, cancellation);
            cancellation.ThrowIfCancellationRequested();
            directory.RequireThere();
            services.DrawFigures?.Invoke(directory.FullPath, services.Notices.Warn, services.Files, cancellation);
            return evaluation;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private void End(RunDirectory directory, RunOutcome outcome, string? error, string? summarySha256 = null) =>
        directory.WriteManifest(directory.Manifest with { Outcome = outcome, Error = error, End = services.Time.GetUtcNow(), SummarySha256 = summarySha256 });

    /// <summary>Notes the failure where that is still possible; what failed is reported by the caller.</summary>
    private void EndFailed(RunDirectory directory, Exception exception)
    {
        try
        {
            End(directory, RunOutcome.Failed, Printable.Message(exception.Message.ReplaceLineEndings(" ")));
        }
        catch (UserErrorException)
        {
            // The manifest goes on saying "running"; without the lock, that means the run died.
        }
    }
}
