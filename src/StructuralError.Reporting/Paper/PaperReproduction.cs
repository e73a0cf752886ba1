using System.Collections.Immutable;
using System.Globalization;
using StructuralError.Core.Common;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Experiments.Paper.Families;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;
using StructuralError.Reporting.Claims;
using StructuralError.Reporting.Figures.Files;

namespace StructuralError.Reporting.Paper;

/// <summary>Runs or reuses every training that the figures need, measures the networks they need, and writes figures, tables, claims and report.</summary>
/// <param name="figures">All of the plan's, or those that were asked for: then nothing else is run, and nothing else is written.</param>
/// <param name="dataset">The data's real name.</param>
/// <param name="files">How the figures are written.</param>
public sealed class PaperReproduction(
    QueueRunner queue, ReproductionSettings settings, ImmutableArray<PlannedFigure> figures, string dataset, ReproductionDirectory directory,
    NetworkMeasurements networks, FigureFiles files) : IReproduction
{
    private bool _timeIsAdded;

    /// <summary>The data's real name.</summary>
    public string Dataset => dataset;

    /// <summary>Decides on which data, and where.</summary>
    /// <param name="path">Where all of it goes; null for a name that says which data.</param>
    /// <param name="files">How the figures are written; null for all formats.</param>
    /// <param name="measuring">Is given the number of networks to measure, and makes what is told how many of them are done.</param>
    /// <exception cref="UserErrorException">The data are bad or cannot be had.</exception>
    public static PaperReproduction Plan(
        QueueRunner queue, ReproductionSettings settings, ImmutableArray<PlannedFigure> figures, string? path = null,
        FigureFiles? files = null, Func<int, IProgress<int>?>? measuring = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentNullException.ThrowIfNull(settings);
        string dataset = queue.Data.NameOf(settings.Common, cancellation);
        settings = settings with { Common = queue.Data.Decide(settings.Common, cancellation) };
        var directory = new ReproductionDirectory(path ?? ReproductionDirectory.DefaultPath(dataset, settings.IsQuick, settings.Options));
        var networks = new NetworkMeasurements(queue.Services, settings, directory.NetworkTable, measuring);
        return new PaperReproduction(queue, settings, figures, dataset, directory, networks, files ?? FigureFiles.AllFormats);
    }

    /// <summary>Without a format there are neither figures nor a report: a member of a family is read in its claims.</summary>
    private bool IsDrawn => files.Formats.Count > 0;

    /// <summary>What varies one thing is about the program's own networks, and Theorem 4 under its hypothesis about none: a member has neither.</summary>
    private bool IsVaried => IsWhole && settings.Member == FamilyMember.Default;

    private bool IsWhole => figures.Length == PaperPlan.Figures.Length;

    /// <inheritdoc/>
    public IReadOnlyList<QueuedRun> Runs(CancellationToken cancellation = default) => queue.Resolve(
        Planned(cancellation).Select(planned => settings.Spec(planned.Training, planned.Seed)),
        new RunOptions(directory.Runs),
        cancellation);

    private (PlannedTraining Training, long Seed)[] Planned(CancellationToken cancellation) =>
    [
        .. PaperPlan.Trainings(figures).Concat(IsVaried ? TrainedTrials.Planned(TrainSamples(cancellation)).Where(settings.Varies) : [])
            .SelectMany(training => settings.SeedValues.Select(seed => (training, seed))),
    ];

    private int TrainSamples(CancellationToken cancellation) =>
        (queue.Data.Preview(settings.Common) ?? RunPlan.Describe(queue.Data.Load(settings.Common, cancellation))).TrainSamples;

    // What takes longest is begun first, so that all cores have work to the end: convolutions, then the deeper networks.
    private static QueuedRun[] LongestFirst(IEnumerable<(QueuedRun Run, PlannedTraining Training)> runs) =>
    [
        .. runs.OrderByDescending(item => PaperPlan.IsConvolutional(item.Training.Model)).ThenByDescending(item => item.Training.K)
            .ThenByDescending(item => item.Training.Variation.Length > 0).Select(item => item.Run),
    ];

    /// <inheritdoc/>
    public Reproduction Reproduce(CancellationToken cancellation = default)
    {
        files.RequireFormats();
        long start = queue.Services.Time.GetTimestamp();
        IReadOnlyList<QueuedRun> runs = Runs(cancellation);
        (QueuedRun Run, PlannedTraining Training)[] planned = [.. runs.Zip(Planned(cancellation), (run, item) => (run, item.Training))];
        string precision = SpecFields.Find("precision")!.Text(settings.Common);
        ReproductionRecord record = directory.Claim(new ReproductionRecord(dataset, settings.IsQuick, precision, 0)
        {
            Options = settings.Options.Length > 0 ? settings.Options : null,
            Member = settings.Member == FamilyMember.Default ? null : settings.Member.Name,
            Networks = PaperNetworks.Hash(queue.Services, settings, cancellation),
        });
        directory.Write(record);
        QueueResult trained = queue.Run(LongestFirst(planned), cancellation);
        try
        {
            if (!trained.IsComplete)
            {
                return new Reproduction(directory.Path, record, trained, [], null);
            }

            IReadOnlyList<InitialMeasurement> measured = networks.Complete(PaperPlan.Networks(figures), cancellation);
            ReproductionData data = ReproductionReader.Read(
                dataset, settings.IsQuick, planned.Select(item => (item.Run.Directory, (PlannedTraining?)item.Training)), measured,
                queue.Services.Notices.Warn);
            cancellation.ThrowIfCancellationRequested();
            data = IsWhole ? WithExperiments(data, cancellation) : data;
            var output = new ReproductionOutput(directory, data);
            IReadOnlyList<string> drawn = IsDrawn ? output.WriteFigures(figures, files) : [];
            cancellation.ThrowIfCancellationRequested();
            ClaimsReport? claims = IsWhole ? output.WriteClaims() : null;
            record = AddTime(record, trained, start);
            if (claims is not null)
            {
                output.WriteTables();
            }

            if (claims is not null && IsDrawn)
            {
                output.WriteReport(claims, runs.Select(run => run.Directory), Command(), record.Seconds, queue.Services.Notices.Warn);
            }

            return new Reproduction(directory.Path, record, trained, drawn, claims);
        }
        finally
        {
            AddTime(record, trained, start);
        }
    }

    /// <summary>What no figure needs and claims do.</summary>
    private ReproductionData WithExperiments(ReproductionData data, CancellationToken cancellation) => data with
    {
        Options = settings.Options,
        Member = settings.Member == FamilyMember.Default ? string.Empty : $"{settings.Member.Name}: {settings.Member.Text}",
        // The points are stationary for softmax alone.
        StationaryPoints = settings.Common.Loss == SpecFields.Defaults.Loss
            ? new StationaryDescent(queue.Services, settings).Run(PaperPlan.Trainings(figures).Select(training => training.Model).Distinct(), cancellation)
            : [],
        UniformDraws = IsVaried ? UniformDraws.Of(settings.SeedValues) : [],
        Trials = IsVaried ? [.. data.Trials, .. new InitialTrials(queue.Services, settings).Run(cancellation)] : [],
    };

    /// <summary>Counts this start's time, once, where it has done some of the work.</summary>
    private ReproductionRecord AddTime(ReproductionRecord record, QueueResult trained, long start)
    {
        if (_timeIsAdded || (trained.Started == 0 && networks.Measured == 0))
        {
            return record;
        }

        _timeIsAdded = true;
        ReproductionRecord later = record with { Seconds = record.Seconds + queue.Services.Time.GetElapsedTime(start).TotalSeconds };
        directory.Write(later);
        return later;
    }

    /// <summary>The command in its shortest form, the same however it was typed.</summary>
    private string Command() => string.Join(' ', (string[])
    [
        "reproduce", "--dataset", ShellWord.Quote(settings.Common.Dataset), "--seeds", settings.Seeds.ToString(CultureInfo.InvariantCulture),
        "--precision", SpecFields.Find("precision")!.Text(settings.Common), .. settings.IsQuick ? (string[])["--quick"] : [],
        .. settings.Options.Length > 0 ? (string[])[settings.Options] : [],
        .. settings.Common.Device.IsAuto ? (string[])[] : ["--device", settings.Common.Device.ToString()],
    ]);
}
