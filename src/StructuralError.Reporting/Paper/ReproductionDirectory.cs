using StructuralError.Core.Common;
using StructuralError.Experiments.Paper;
using StructuralError.Reporting.Claims;
using StructuralError.Reporting.Html;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Paper;

/// <summary>Where a reproduction keeps what: <c>runs/</c>, <c>figures/</c>, <c>tables/</c>, claims, report.</summary>
public sealed class ReproductionDirectory(string path)
{
    public string Path => path;

    public string Runs => System.IO.Path.Combine(path, "runs");

    public string Figures => System.IO.Path.Combine(path, "figures");

    public string RunTable => System.IO.Path.Combine(path, "tables", "runs.csv");

    public string NetworkTable => System.IO.Path.Combine(path, "tables", "initialization.csv");

    public string UniformDrawsTable => System.IO.Path.Combine(path, "tables", "uniform_columns.csv");

    public string StationaryPointTable => System.IO.Path.Combine(path, "tables", "stationary_points.csv");

    public string TrialTable => System.IO.Path.Combine(path, "tables", "trials.csv");

    public string Claims => System.IO.Path.Combine(path, ClaimsReport.MarkdownFile);

    public string Report => System.IO.Path.Combine(path, ReportFile.DefaultName);

    /// <summary>Where the experiments over a family are.</summary>
    public string FamilyOf(string name) => System.IO.Path.Combine(path, name);

    /// <summary>What would be written over.</summary>
    private static IEnumerable<string> Outputs =>
        ["figures", "tables", ClaimsReport.MarkdownFile, ClaimsReport.JsonFile, ReportFile.DefaultName];

    private string RecordPath => System.IO.Path.Combine(path, ReproductionRecord.FileName);

    /// <summary>By default the reproductions of other data sets and quick ones stand beside the paper's own.</summary>
    /// <param name="dataset">The data's real name.</param>
    /// <param name="options">As <see cref="ReproductionSettings.Options"/> has them.</param>
    public static string DefaultPath(string dataset, bool isQuick, string options = "")
    {
        string data = dataset == "mnist" ? string.Empty : "-" + string.Concat(dataset.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return System.IO.Path.Combine("results", $"paper{data}{(isQuick ? "-quick" : string.Empty)}{Suffix(options)}");
    }

    // --init he-normal --lr 0.1 becomes -init-he-normal-lr-0.1.
    private static string Suffix(string options) =>
        options.Length == 0 ? string.Empty : "-" + options.Replace("--", string.Empty, StringComparison.Ordinal).Replace(' ', '-');

    /// <summary>What is recorded here of the same experiment; a new record where there is none.</summary>
    /// <exception cref="UserErrorException">The directory holds another experiment (73), or its record cannot be understood (65).</exception>
    public ReproductionRecord Claim(ReproductionRecord wanted)
    {
        ReproductionRecord? found = ReproductionRecord.Read(RecordPath);
        if (found is not null && !found.IsSameExperiment(wanted))
        {
            string earlier = found.Networks is null ? ", an earlier version's, now plain-a to plain-d" : string.Empty;
            throw new UserErrorException(FailureKind.CannotCreate, found.IsSameTraining(wanted)
                ? $"{path}: holds a reproduction with other networks{earlier}; give another --out, or remove it."
                : $"{path}: holds a reproduction on {Describe(found)}, not on {Describe(wanted)}; give another --out.");
        }

        if (found is null)
        {
            RequireNone(path, Outputs, ReproductionRecord.FileName);
        }

        return found ?? wanted;
    }

    /// <summary>Refuses at once a directory in which files of somebody else would be written over.</summary>
    internal static void RequireNone(string path, IEnumerable<string> outputs, string record)
    {
        if (outputs.FirstOrDefault(name => System.IO.Path.Exists(System.IO.Path.Combine(path, name))) is { } other)
        {
            throw new UserErrorException(FailureKind.CannotCreate, $"{path}: holds '{other}' and no {record}, so it is no reproduction; give another --out.");
        }
    }

    public void Write(ReproductionRecord record)
    {
        DurableDirectory.Make(path);
        DurableFile.Write(RecordPath, record.ToJson());
    }

    /// <summary>Writes a file of one of its directories whole or not at all, the directory where it is missing.</summary>
    public static void WriteFile(string file, byte[] content)
    {
        DurableDirectory.MakeOwn(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file))!);
        DurableFile.Write(file, content);
    }

    private static string Describe(ReproductionRecord record) =>
        $"{record.Dataset} in {record.Precision}{(record.IsQuick ? " with fewer steps (--quick)" : string.Empty)}"
        + (record.Options is { } options ? $" with {options}" : string.Empty) + (record.Member is { } member ? $" as {member}" : string.Empty);
}
