using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Reporting.Runs;
using StructuralError.Runs;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Exports.Tables;

/// <summary>
/// Many runs in one long table: each row of each <c>steps.csv</c>, after the run's name, the fields of its spec and the parameters of its network. The
/// manifests are read twice, first for the columns, and one run at a time is in memory.
/// </summary>
/// <param name="path">The file to write.</param>
/// <param name="force">Whether a file that is there is replaced.</param>
public sealed class RunTableExport(string path, TableFormat format, bool force)
{
    private const string Name = "run";
    private const string FieldPrefix = "spec_";

    private readonly List<UserErrorException> _failures = [];

    /// <summary>Why runs are missing in the table.</summary>
    public IReadOnlyList<UserErrorException> Failures => _failures;

    /// <summary>Whether a file was written; not where no run could be read, and where it went into a pipe or a device.</summary>
    public bool HasFile { get; private set; }

    /// <summary>Names of the formats, which are the files' endings.</summary>
    public static IReadOnlyList<string> Formats { get; } = [.. Enum.GetNames<TableFormat>().Select(name => name.ToLowerInvariant())];

    /// <summary>The format of a name; without one, that of the file's ending, or CSV.</summary>
    /// <exception cref="UserErrorException"><see cref="FailureKind.Usage"/>: there is no such format.</exception>
    public static TableFormat ReadFormat(string? name, string path)
    {
        name ??= Formats.FirstOrDefault(format => path.EndsWith("." + format, StringComparison.OrdinalIgnoreCase)) ?? Formats[0];
        return Formats.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<TableFormat>(name, ignoreCase: true)
            : throw new UserErrorException(FailureKind.Usage, $"--format: '{name}' is not one of {string.Join(", ", Formats)}.");
    }

    /// <summary>Writes the file, whole or not at all. Runs that cannot be read are left out: <see cref="Failures"/>.</summary>
    /// <param name="warn">Is told of incomplete last lines.</param>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered; nothing was written.</exception>
    /// <param name="progress">Is told how many runs were looked at to write them.</param>
    public void Write(
        IReadOnlyList<string> directories, IFileSystem files, Action<string>? warn = null, IProgress<DoneCount>? progress = null,
        CancellationToken cancellation = default)
    {
        bool isFile = OutputFile.Require(path, force);
        List<(string Path, string? SpecHash)> runs = [];
        OrderedDictionary<string, FieldKind?> kinds = new(StringComparer.Ordinal);
        HashSet<string> once = new(StringComparer.Ordinal), twice = new(StringComparer.Ordinal);
        foreach (string directory in directories)
        {
            if (Read(() => Run.Open(directory), cancellation) is { } run)
            {
                runs.Add((run.Path, run.Manifest.SpecHash));
                foreach ((string name, string? value) in RunFields.Of(run.Manifest))
                {
                    kinds[name] = FieldKinds.Common(kinds.GetValueOrDefault(name), FieldKinds.Of(value));
                }

                _ = once.Add(run.Name) || twice.Add(run.Name);
            }
        }

        TableField[] fields = [new(Name, FieldKind.Text), .. kinds.Select(field => new TableField(Header(field.Key), WithDefault(field.Key, field.Value)))];
        using OutputFile file = OutputFile.Open(path, force, files: files);
        using OutputStream stream = new(file);
        ITableWriter table = format == TableFormat.Csv ? new CsvTableWriter(new BufferedStream(stream), fields) : new ParquetTableWriter(stream, fields);
        int done = 0, written = 0;
        foreach ((string directory, string? specHash) in runs)
        {
            if (Read(() => Rows(directory, specHash, warn), cancellation) is { } found)
            {
                OrderedDictionary<string, string?> values = RunFields.Of(found.Run.Manifest);
                string name = twice.Contains(found.Run.Name) ? directory : found.Run.Name;
                table.Write([name, .. kinds.Keys.Select(field => RunFields.Value(values, field))], found.Rows);
                written++;
            }

            progress?.Report(new DoneCount(++done, runs.Count));
        }

        if (written > 0)
        {
            table.End();
            file.Commit();
            HasFile = isFile;
        }
    }

    // A run without a field has its default.
    private static FieldKind WithDefault(string name, FieldKind? kind) =>
        FieldKinds.Common(kind, FieldKinds.Of(RunFields.Value(new(StringComparer.Ordinal), name))) ?? FieldKind.Text;

    private static FoundRun Rows(string directory, string? specHash, Action<string>? warn)
    {
        Run run = ExportedRun.Open(directory);
        return run.Manifest.SpecHash == specHash
            ? new FoundRun(run, run.Steps(warn))
            : throw new UserErrorException(FailureKind.BadData, $"{directory}: was replaced by another run while the table was written; export it again.");
    }

    // Only reading may fail without ending it all.
    private T? Read<T>(Func<T> read, CancellationToken cancellation)
        where T : class
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return read();
        }
        catch (UserErrorException exception)
        {
            _failures.Add(exception);
            return null;
        }
    }

    // A parameter of one's own model may be called as a column of steps.csv is.
    private static string Header(string name) => name == Name || StepColumns.All.Any(column => column.Header == name) ? FieldPrefix + name : name;

    private sealed record FoundRun(Run Run, IReadOnlyList<StepRow> Rows);
}

/// <summary>What a table is written as. The names, in small letters, are the files' endings.</summary>
public enum TableFormat
{
    Csv,
    Parquet,
}
