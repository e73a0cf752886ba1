using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Experiments.Paper.Families;
using StructuralError.Reporting.Claims;
using StructuralError.Reporting.Figures.Files;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Html;
using StructuralError.Reporting.Html.Model;
using StructuralError.Reporting.Html.Reading;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Paper;

/// <summary>Writes what a reproduction comes to. The same runs give the same bytes.</summary>
public sealed class ReproductionOutput(ReproductionDirectory directory, ReproductionData data)
{
    private readonly Lazy<IReadOnlyList<Figure>> _figures = new(() => PaperFigures.Build(data));

    /// <summary>Draws these figures.</summary>
    /// <returns>The files.</returns>
    public IReadOnlyList<string> WriteFigures(IEnumerable<PlannedFigure> planned, FigureFiles files)
    {
        var ids = planned.Select(figure => figure.Id).ToHashSet(StringComparer.Ordinal);
        return [.. _figures.Value.Where(figure => ids.Contains(figure.Id)).SelectMany(figure => files.Write(directory.Figures, figure))];
    }

    /// <summary>One row a run; the stationary points; but for a member of a family, the columns drawn without a network and the trials.</summary>
    public void WriteTables()
    {
        ReproductionDirectory.WriteFile(directory.RunTable, TrainedRunColumns.ToBytes(data.Runs));
        ReproductionDirectory.WriteFile(directory.StationaryPointTable, ExperimentTables.StationaryPoints.ToBytes(data.StationaryPoints));
        if (data.Trials.Count > 0)
        {
            ReproductionDirectory.WriteFile(directory.UniformDrawsTable, ExperimentTables.Draws.ToBytes(data.UniformDraws));
            ReproductionDirectory.WriteFile(directory.TrialTable, ExperimentTables.Trials.ToBytes(data.Trials));
        }
    }

    /// <summary>Judges all claims and writes both files of them.</summary>
    public ClaimsReport WriteClaims()
    {
        var claims = ClaimsReport.Of(data);
        claims.Write(directory.Path);
        return claims;
    }

    /// <summary>What a family came to; null where it was not run, or on other data.</summary>
    private RobustnessReport? RobustnessOf(Family family, Action<string> warn)
    {
        string place = directory.FamilyOf(family.Name);
        RobustnessReport? report = RobustnessReport.Read(place);
        if (report is null || (report.Dataset == data.Dataset && report.IsQuick == data.IsQuick))
        {
            return report;
        }

        string quick = report.IsQuick ? " with fewer steps (--quick)" : string.Empty;
        warn($"{place}: was run on {report.Dataset}{quick}, other than this; the report leaves it out.");
        return null;
    }

    /// <param name="runs">Their directories.</param>
    /// <param name="command">The command that makes all of this again.</param>
    /// <param name="seconds">What the whole took.</param>
    public void WriteReport(ClaimsReport claims, IEnumerable<string> runs, string command, double seconds, Action<string> warn) => ReportFile.Write(
        directory.Report,
        new ReportPage
        {
            Title = "Towards Understanding the Optimization Mechanisms in Deep Learning: section 5, reproduced",
            Lead = "Figures 2 to 9 of Qi, Gong and Li (arXiv 2503.23016) over several seeds, and every claim of the text judged from the data.",
            Dataset = data.Dataset,
            IsQuick = data.IsQuick,
            Figures = _figures.Value,
            Claims = claims.Results,
            Robustness = [.. Family.All.Select(family => RobustnessOf(family, warn)).OfType<RobustnessReport>()],
            Runs = [.. runs.Select(run => RunsPage.Read(run, warn))],
            Program = SourceVersion.ProgramVersion,
            CommandLine = command,
            TotalSeconds = seconds,
        });
}
