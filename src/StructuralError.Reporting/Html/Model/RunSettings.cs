using StructuralError.Experiments.Specs;
using StructuralError.Runs;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Html.Model;

/// <summary>The settings of several runs: those that all share, and those by which they differ.</summary>
internal sealed class RunSettings
{
    private const string None = "none";

    // Said elsewhere on the page, or without influence on the numbers.
    private static readonly string[] Elsewhere = ["model", "dataset", "seed", "data_dir", "mirror", "threads"];

    private RunSettings(IReadOnlyList<string> names, IReadOnlyList<Run> runs)
    {
        Shared = [.. names.Where(name => Values(name, runs).Count() == 1).Select(name => KeyValuePair.Create(name, Values(name, runs).Single()))];
        Differing = [.. names.Where(name => Values(name, runs).Count() > 1)];
    }

    /// <summary>Name and value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Shared { get; }

    /// <summary>Names, the model's own parameters first.</summary>
    public IReadOnlyList<string> Differing { get; }

    public static RunSettings Of(IReadOnlyList<Run> runs) => new(
        [
            .. runs.SelectMany(run => (run.Manifest.Network?.Values).Pairs()).Concat(runs.SelectMany(run => run.Manifest.Spec.Pairs()))
                .Select(value => value.Key).Distinct().Except(Elsewhere),
        ],
        runs);

    /// <summary>What the manifest says; where it does not, the default of a field that is left out then, otherwise none.</summary>
    public static string Value(string name, Run run) =>
        run.Manifest.NetworkValue(name).Word() ?? run.Manifest.SpecValue(name).Word()
        ?? (SpecFields.Find(name) is { IsOmittedAtDefault: true } field ? field.Text(SpecFields.Defaults) : None);

    private static IEnumerable<string> Values(string name, IReadOnlyList<Run> runs) => runs.Select(run => Value(name, run)).Distinct();
}
