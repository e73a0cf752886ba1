using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Reporting.Runs;
using StructuralError.Runs;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Exports.Tables;

/// <summary>
/// Many runs in one long table: each row of each <c>steps.csv</c>, after the run's name, the fields of its spec and the parameters of its network. One run at a
/// time is in memory.
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
    /// <param name="progress">Is told how many runs were written.</param>
    public void Write(
        IReadOnlyList<string> directories, IFileSystem files, Action<string>? warn = null, IProgress<int>? progress = null,
        CancellationToken cancellation = default)
    {
        bool isFile = OutputFile.Require(path, force);
        List<(Run Run, OrderedDictionary<string, string?> Fields)> runs = [];
        foreach (string directory in directories)
        {
            Try(() => Run.Open(directory), run => runs.Add((run, RunFields.Of(run.Manifest))), cancellation);
        }

        string[] names = [.. runs.SelectMany(run => run.Fields.Keys).Distinct(StringComparer.Ordinal)];
        TableField[] fields = [new(Name, FieldKind.Text), .. names.Select(name => new TableField(
            Header(name), FieldKinds.Of(runs.Select(run => RunFields.Value(run.Fields, name)))))];
        HashSet<string> twice = [.. runs.GroupBy(run => run.Run.Name).Where(group => group.Count() > 1).Select(group => group.Key)];
        using OutputFile file = OutputFile.Open(path, force, files: files);
        using OutputStream stream = new(file);
        using ITableWriter table = format == TableFormat.Csv ? new CsvTableWriter(stream, fields) : new ParquetTableWriter(stream, fields);
        int written = 0;
        foreach ((Run run, OrderedDictionary<string, string?> values) in runs)
        {
            Try(() => Rows(run, warn), rows =>
            {
                table.Write([twice.Contains(run.Name) ? run.Path : run.Name, .. names.Select(name => RunFields.Value(values, name))], rows);
                progress?.Report(++written);
            }, cancellation);
        }

        if (written > 0)
        {
            table.End();
            file.Commit();
            HasFile = isFile;
        }
    }

    private static IReadOnlyList<StepRow> Rows(Run run, Action<string>? warn) => ExportedRun.Open(run.Path).Steps(warn);

    // Only reading may fail without ending it all.
    private void Try<T>(Func<T> read, Action<T> use, CancellationToken cancellation)
        where T : class
    {
        cancellation.ThrowIfCancellationRequested();
        T? found = null;
        try
        {
            found = read();
        }
        catch (UserErrorException exception)
        {
            _failures.Add(exception);
        }

        if (found is not null)
        {
            use(found);
        }
    }

    // A parameter of one's own model may be called as a column of steps.csv is.
    private static string Header(string name) =>
        name == Name || StepColumns.All.Any(column => column.Header == name) ? FieldPrefix + name : name;
}
