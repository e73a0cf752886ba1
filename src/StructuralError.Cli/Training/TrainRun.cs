using System.Diagnostics;
using StructuralError.Cli.Progress;
using StructuralError.Data;
using StructuralError.Engines;
using StructuralError.Networks;
using StructuralError.Running;
using StructuralError.Training;

namespace StructuralError.Cli.Training;

/// <summary>
/// Carries out one run: resolve, look whether it is there already, load the data, claim the directory, train, evaluate, write. Nothing is made on disk
/// before everything that can be wrong with the request has been looked at.
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

        // What the data sets known by name hold is fixed, so the spec's hash says it all and nothing needs to be loaded.
        if (plan.IsCertain && plan.Data is null && RunDirectory.IsFinished(plan.Path, plan.Spec, plan.Network, found => found.SpecHash == plan.Identity.SpecHash, options.Force))
        {
            return new FinishedRun(plan.Path).Show(context, options);
        }

        Task<SourceVersion> source = SourceVersion.FindAsync(AppContext.BaseDirectory);
        DatasetPair data = plan.Data ?? Load(interruption);
        plan = plan.With(data, options, _services);
        TrainingPlan training = plan.Training(data);
        using IEngine engine = _services.CreateEngine(plan.Network, plan.Spec, training.BatchCapacity);
        var manifest = new RunManifest
        {
            Spec = resolved,
            Identity = plan.Identity,
            Network = plan.Network,
            Dataset = data,
            Engine = engine.Info,
            Machine = MachineInfo.Current(),
            Source = source.GetAwaiter().GetResult(),
            Slurm = SlurmJob.Find(Environment.GetEnvironmentVariable),
            CommandLine = options.Arguments,
            Start = context.Time.GetUtcNow(),
        };
        if (!RunDirectory.TryClaim(plan.Path, manifest, options.Force, out RunDirectory? directory))
        {
            return new FinishedRun(plan.Path).Show(context, options);
        }

        using (directory)
        {
            return Run(plan, training, manifest, directory, engine, interruption);
        }
    }

    private int Run(RunPlan plan, TrainingPlan training, RunManifest manifest, RunDirectory directory, IEngine engine, Interruption interruption)
    {
        Action report;
        try
        {
            SourceDiff.Keep(manifest.Source.Diff, directory.FullPath);
            long start = context.Time.GetTimestamp();
            TrainingResult result = Train(plan, training, directory, engine, interruption);
            if (result.Outcome == TrainingOutcome.Diverged)
            {
                throw new UserErrorException(ExitCodes.Failure, $"{plan.Path}: {result.Message}");
            }

            if (result.Outcome == TrainingOutcome.Interrupted)
            {
                End(directory, manifest, RunOutcome.Interrupted, null);
                context.Error.WriteLine(FormattableString.Invariant($"error: interrupted after {result.Steps} of {training.TotalSteps} steps; the rows so far are in {plan.Path}."));
                return interruption.ExitCode;
            }

            Evaluation test = engine.Evaluate(manifest.Dataset.Test);
            _services.WriteFigures(directory.FullPath, context.Warn);
            using var process = Process.GetCurrentProcess();
            var summary = new RunSummary(manifest, result, test, context.Time.GetElapsedTime(start).TotalSeconds, process.PeakWorkingSet64, directory.FullPath)
            {
                Files = RunFiles.Hashes(directory.FullPath),
            };
            string document = summary.ToJson();
            DurableFile.Write(directory.SummaryPath, document);
            End(directory, manifest with { SummarySha256 = RunFiles.Hash(directory.SummaryPath) }, RunOutcome.Completed, null);
            report = () => Report(plan, summary, document);
        }
        catch (Exception exception)
        {
            EndFailed(directory, manifest, exception);
            throw;
        }

        // A standard output that cannot be written makes no failed run of a completed one.
        report();
        return ExitCodes.Success;
    }

    private TrainingResult Train(RunPlan plan, TrainingPlan training, RunDirectory directory, IEngine engine, Interruption interruption)
    {
        (ParameterSet parameters, Func<int[]> nextEpoch) = _services.Initialize(plan.Network, plan.Spec, training.Train.Count);
        engine.Load(parameters);
        using FileStream steps = Open(directory.StepsPath);
        using FileStream? samples = plan.Spec.PerSample ? Open(directory.SamplesPath) : null;
        using FileStream? layers = training.Structure is null ? null : Open(directory.LayersPath);
        using FileStream? independence = training.Structure is null ? null : Open(directory.IndependencePath);
        TrainingResult result;
        using (IRowWriter writer = _services.CreateWriter(steps, samples, layers, independence, plan.Network.Classes))
        {
            result = ProgressDisplays.Create(context, options).Show(
                training.TotalSteps,
                progress => new TrainingLoop(engine, training, plan.Network.Classes, nextEpoch, [writer, progress], context.Time).Run(interruption.Token));
        }

        steps.Flush(flushToDisk: true);
        samples?.Flush(flushToDisk: true);
        layers?.Flush(flushToDisk: true);
        independence?.Flush(flushToDisk: true);
        return result;
    }

    private DatasetPair Load(Interruption interruption) => _services.LoadDataset(resolved.Spec, context.Error, options.Quiet, interruption.Token);

    private void End(RunDirectory directory, RunManifest manifest, RunOutcome outcome, string? error) =>
        directory.WriteManifest(manifest with { Outcome = outcome, Error = error, End = context.Time.GetUtcNow() });

    /// <summary>Notes the failure where that is still possible; what failed is reported by the caller.</summary>
    private void EndFailed(RunDirectory directory, RunManifest manifest, Exception exception)
    {
        try
        {
            End(directory, manifest, RunOutcome.Failed, exception.Message);
        }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException)
        {
            // The manifest goes on saying "running"; without the lock, that means the run died.
        }
    }

    private void Report(RunPlan plan, RunSummary summary, string document)
    {
        if (!options.Quiet)
        {
            HumanSummary.Write(_people, summary, plan.Path);
        }

        if (options.Json)
        {
            context.Out.Write(document);
        }
    }

    // Unbuffered: the row writers hand over whole rows.
    private static FileStream Open(string path) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
}
