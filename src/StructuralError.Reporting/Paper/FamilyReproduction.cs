using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Families;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Specs;
using StructuralError.Reporting.Claims;
using StructuralError.Reporting.Figures.Files;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Paper;

/// <summary>The paper's experiments as each member of a family has them, every claim judged in each, and what of it is robust.</summary>
/// <param name="path">The directory of the family: one of each member's is in it.</param>
/// <param name="members">One reproduction for each member, in the family's order.</param>
/// <param name="files">How the figure is written.</param>
public sealed class FamilyReproduction(
    QueueRunner queue, ReproductionSettings settings, Family family, string path, IReadOnlyList<PaperReproduction> members, FigureFiles files) : IReproduction
{
    private const string FiguresName = "figures";

    /// <inheritdoc cref="PaperReproduction.Plan"/>
    /// <param name="settings">What all members share, where they do not say otherwise.</param>
    /// <param name="path">The reproduction that the family belongs to: it gets a directory in there.</param>
    /// <exception cref="UserErrorException">The data are bad or cannot be had; a member has a field or a value that there is not.</exception>
    public static FamilyReproduction Plan(
        QueueRunner queue, ReproductionSettings settings, Family family, ImmutableArray<PlannedFigure> figures, string? path = null,
        FigureFiles? files = null, Func<int, IProgress<int>?>? measuring = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(family);
        if (figures.Length != PaperPlan.Figures.Length)
        {
            throw new UserErrorException(FailureKind.Usage, $"--figure: what is run over {family.Name} draws no figure of the paper; leave it out.");
        }

        ReproductionSettings[] each = [.. family.Members.Select(settings.With)];
        path ??= ReproductionDirectory.DefaultPath(queue.Data.NameOf(settings.Common, cancellation), settings.IsQuick, settings.Options);
        string directory = new ReproductionDirectory(path).FamilyOf(family.Name);
        PaperReproduction[] members =
        [
            .. each.Select(member => PaperReproduction.Plan(
                queue, member, PaperPlan.FiguresOf(family.Models), Path.Combine(directory, member.Member.Name), new FigureFiles([]), measuring,
                cancellation)),
        ];
        return new FamilyReproduction(queue, settings, family, directory, members, files ?? FigureFiles.AllFormats);
    }

    /// <inheritdoc/>
    public IReadOnlyList<QueuedRun> Runs(CancellationToken cancellation = default) => [.. members.SelectMany(member => member.Runs(cancellation))];

    /// <summary>Member by member.</summary>
    /// <inheritdoc/>
    public Reproduction Reproduce(CancellationToken cancellation = default)
    {
        files.RequireFormats();
        if (RobustnessReport.Read(path) is null)
        {
            ReproductionDirectory.RequireNone(path, [RobustnessReport.MarkdownFile, FiguresName], RobustnessReport.JsonFile);
        }

        var results = new List<(FamilyMember Member, IReadOnlyList<ClaimResult> Claims)>();
        var runs = new List<QueuedRunResult>();
        var record = new ReproductionRecord(members[0].Dataset, settings.IsQuick, SpecFields.Find("precision")!.Text(settings.Common), 0);
        for (int i = 0; i < members.Count; i++)
        {
            queue.Services.Notices.Say(FormattableString.Invariant($"{family.Noun} {i + 1} of {members.Count}: {family.Members[i].Name}"));
            Reproduction done = members[i].Reproduce(cancellation);
            runs.AddRange(done.Trained.Runs);
            if (done.Claims is null)
            {
                return new Reproduction(path, record, new QueueResult(runs), [], null);
            }

            record = record with { Seconds = record.Seconds + done.Record.Seconds };
            results.Add((family.Members[i], done.Claims.Results));
        }

        var robustness = Robustness.Of(results);
        var report = new RobustnessReport(
            family.Name, family.Noun, family.Question, record.Dataset, settings.IsQuick, settings.Seeds, record.Precision, robustness.Members,
            robustness.Claims);
        report.Write(path);
        Figure[] figures =
        [
            FigureRobustness.Build(report),
            .. family.Models.IsEmpty ? (Figure[])[] : [FigureMembersTraining.Build(family, Runs(cancellation), queue.Services.Notices.Warn)],
        ];
        string[] drawn = [.. figures.SelectMany(figure => files.Write(Path.Combine(path, FiguresName), figure))];
        return new Reproduction(path, record, new QueueResult(runs), drawn, null) { Robustness = report };
    }
}
