namespace StructuralError.Reporting.Html.Model;

/// <summary>The settings of several runs: those that all share, and those by which they differ.</summary>
internal sealed class RunSettings
{
    private const string None = "none";

    // Said elsewhere on the page, or without influence on the numbers.
    private static readonly string[] Elsewhere = ["model", "dataset", "seed", "data_dir", "mirror", "threads"];

    private RunSettings(IReadOnlyList<string> names, IReadOnlyList<RunRecord> runs)
    {
        Shared = [.. names.Where(name => Values(name, runs).Count() == 1).Select(name => KeyValuePair.Create(name, Values(name, runs).Single()))];
        Differing = [.. names.Where(name => Values(name, runs).Count() > 1)];
    }

    /// <summary>Name and value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Shared { get; }

    /// <summary>Names, the model's own parameters first.</summary>
    public IReadOnlyList<string> Differing { get; }

    public static RunSettings Of(IReadOnlyList<RunRecord> runs) => new(
        [.. runs.SelectMany(run => run.Network.Values).Select(value => value.Key).Concat(runs.SelectMany(run => run.Spec).Select(field => field.Key)).Distinct().Except(Elsewhere)],
        runs);

    /// <summary>What the manifest says; none where it does not.</summary>
    public static string Value(string name, RunRecord run) => run.Network.Values.Concat(run.Spec).FirstOrDefault(field => field.Key == name).Value ?? None;

    private static IEnumerable<string> Values(string name, IReadOnlyList<RunRecord> runs) => runs.Select(run => Value(name, run)).Distinct();
}
