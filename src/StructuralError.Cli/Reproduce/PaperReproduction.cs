using System.Collections.Immutable;
using StructuralError.Cli.Queue;
using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Experiments.Queue;
using StructuralError.Reporting.Claims;
using StructuralError.Reporting.Paper;
using StructuralError.Runs.Specs;

namespace StructuralError.Cli.Reproduce;

/// <summary>Runs or reuses every training that the figures need, measures the networks they need, and writes figures, tables, claims and report.</summary>
/// <param name="figures">All of the plan's, or those that were asked for: then nothing else is run, and nothing else is written.</param>
/// <param name="dataset">The data's real name.</param>
internal sealed class PaperReproduction(
    CliContext context, ReproductionSettings settings, ImmutableArray<PlannedFigure> figures, string dataset, ReproductionDirectory directory, RunResolver resolver,
    NetworkMeasurements networks, QueueSettings queue)
{
    private bool _timeIsAdded;
    private readonly QueueSession _session = new(context, queue, resolver);

    private bool IsWhole => figures.Length == PaperPlan.Figures.Length;

    public int Show()
    {
        _session.Show(Runs());
        return ExitCodes.Success;
    }

    public int Execute(Interruption interruption)
    {
        long start = context.Time.GetTimestamp();
        IReadOnlyList<QueuedRun> runs = Runs();
        ReproductionRecord record = directory.Claim(new ReproductionRecord(dataset, settings.IsQuick, SpecFields.Find("precision")!.Text(settings.Common), 0));
        directory.Write(record);
        QueueResult trained = _session.Run(runs, interruption.Token);
        try
        {
            if (!trained.IsComplete)
            {
                _session.Report(trained);
                context.Error.WriteLine("error: not all runs are finished, so nothing was drawn; the same command again goes on.");
                return interruption.Token.IsCancellationRequested ? interruption.ExitCode : trained.ExitCode;
            }

            IReadOnlyList<InitialMeasurement> measured = networks.Complete(PaperPlan.Networks(figures), interruption.Token);
            ReproductionData data = ReproductionReader.Read(dataset, settings.IsQuick, runs.Select(run => run.Directory), measured, context.Warn);
            var output = new ReproductionOutput(directory, data);
            IReadOnlyList<string> drawn = output.WriteFigures(figures);
            ClaimsReport? claims = IsWhole ? output.WriteClaims() : null;
            record = AddTime(record, trained, start);
            if (claims is not null)
            {
                output.WriteTable();
                output.WriteReport(claims, runs.Select(run => run.Directory), Command(), record.Seconds, context.Warn);
            }

            new ReproductionSummary(directory, record, trained, drawn, claims).Write(context, queue);
            return ExitCodes.Success;
        }
        finally
        {
            AddTime(record, trained, start);
        }
    }

    private IReadOnlyList<QueuedRun> Runs() => QueuedRuns.Resolve(
        resolver, PaperPlan.Trainings(figures).SelectMany(training => settings.SeedValues.Select(seed => settings.Arguments(training, seed))));

    /// <summary>Counts this start's time, once, where it has done some of the work.</summary>
    private ReproductionRecord AddTime(ReproductionRecord record, QueueResult trained, long start)
    {
        if (_timeIsAdded || (trained.Started == 0 && networks.Measured == 0))
        {
            return record;
        }

        _timeIsAdded = true;
        ReproductionRecord later = record with { Seconds = record.Seconds + context.Time.GetElapsedTime(start).TotalSeconds };
        directory.Write(later);
        return later;
    }

    /// <summary>The command in its shortest form, the same however it was typed.</summary>
    private string Command() => string.Join(' ', (string[])
    [
        "reproduce", "--dataset", ShellWord.Quote(settings.Common.Dataset), "--seeds", settings.Seeds.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "--precision", SpecFields.Find("precision")!.Text(settings.Common), .. settings.IsQuick ? (string[])["--quick"] : [],
        .. settings.Common.Device.Kind == DeviceKind.Auto ? (string[])[] : ["--device", settings.Common.Device.ToString()],
    ]);
}
