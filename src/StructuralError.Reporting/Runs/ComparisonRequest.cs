using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Specs;

namespace StructuralError.Reporting.Runs;

/// <summary>What several runs are compared in.</summary>
/// <param name="X">Column of <c>steps.csv</c> along the x axis.</param>
/// <param name="Y">Columns, one panel each.</param>
/// <param name="By">Fields of the spec or parameters of the network whose values make the groups; with none, every run is a group.</param>
public sealed record ComparisonRequest(string X, IReadOnlyList<string> Y, IReadOnlyList<string> By)
{
    public const string DefaultX = "step";
    public const string DefaultY = "log_fitting_error";

    /// <summary>Everything that is wrong with the request; each names the nearest that exists.</summary>
    public IEnumerable<Problem> Problems(IReadOnlyCollection<ComparedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        string[] columns = [.. StepColumns.All.Select(column => column.Header)];
        string[] fields = [.. runs.SelectMany(run => run.Values.Keys).Distinct(StringComparer.Ordinal)];
        return
        [
            .. ((string[])[X]).Where(IsUnknownColumn).Select(name => Unknown("--x", "column of steps.csv", name, columns)),
            .. Y.Where(IsUnknownColumn).Select(name => Unknown("--y", "column of steps.csv", name, columns)),
            .. By.Where(name => !fields.Contains(FieldName(name))).Select(name => Unknown("--by", "field or network parameter of these runs", name, fields)),
        ];

        bool IsUnknownColumn(string name) => !columns.Contains(name);
    }

    /// <summary>The name a value has in the manifest: <c>learning_rate</c> for <c>lr</c>.</summary>
    public static string FieldName(string name) => SpecFields.Find(name)?.Name ?? name;

    private static Problem Unknown(string option, string what, string name, string[] all) =>
        new($"{option}: '{name}' is no {what}{Suggestion.Phrase(name, all, $"; there are {string.Join(", ", all)}.")}");
}
