using System.Globalization;

namespace StructuralError.Reporting.Runs;

/// <summary>Runs that are drawn as one curve.</summary>
/// <param name="Name">k = 3; model a, k = 3; of a run that stands alone, its name.</param>
internal sealed record RunGroup(string Name, IReadOnlyList<ComparedRun> Runs)
{
    /// <summary>In the order of the values: of numbers by size, otherwise by their letters, field by field.</summary>
    public static IReadOnlyList<RunGroup> Of(IReadOnlyList<ComparedRun> runs, IReadOnlyList<string> by)
    {
        if (by.Count == 0)
        {
            return [.. runs.Select(run => new RunGroup(run.Name, [run]))];
        }

        string[] fields = [.. by.Select(ComparisonRequest.FieldName)];
        IOrderedEnumerable<ComparedRun> ordered = runs.OrderBy(_ => 0);
        foreach (string field in fields)
        {
            bool numeric = runs.All(run => Number(run, field) is not null);
            ordered = numeric ? ordered.ThenBy(run => Number(run, field)) : ordered.ThenBy(run => Value(run, field), StringComparer.Ordinal);
        }

        return
        [
            .. ordered.GroupBy(run => string.Join(", ", fields.Select(field => Words(run, field))))
            .Select(group => new RunGroup(group.Key, RunCopies.Without([.. group], run => run.Drawn))),
        ];
    }

    /// <summary>Names of the values in which the group's runs differ, other than the seed: then their mean is not one over seeds.</summary>
    public IReadOnlyList<string> Mixed() =>
    [
        .. Runs.SelectMany(run => run.Distinguishing.Select(value => value.Key)).Distinct(StringComparer.Ordinal)
            .Where(field => Runs.Select(run => Value(run, field)).Distinct(StringComparer.Ordinal).Count() > 1),
    ];

    private static string? Value(ComparedRun run, string field) => run.Values.GetValueOrDefault(field);

    private static double? Number(ComparedRun run, string field) =>
        double.TryParse(Value(run, field), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    private static string Words(ComparedRun run, string field) => Value(run, field) switch
    {
        null => $"no {field}",
        string model when field == "model" => $"model {model}",
        string value => $"{field} = {value}",
    };
}
