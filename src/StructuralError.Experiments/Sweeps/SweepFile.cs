using System.Collections.Immutable;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Sweeps;

/// <summary>
/// Reads a sweep from a JSON file, an object with up to three members: <c>base</c>, values of every run, written as in a config file; <c>grid</c>, a list of
/// values for each key, as <c>[0, 1]</c> or <c>"0..5"</c>; <c>runs</c>, objects with values that go together. Strict as <see cref="ConfigFile"/> is.
/// </summary>
public sealed class SweepFile
{
    private static readonly string[] Members = ["base", "grid", "runs"];

    private readonly string _origin;
    private readonly List<Problem> _problems;

    private SweepFile(string origin, List<Problem> problems) => (_origin, _problems) = (origin, problems);

    /// <summary>A sweep from a file, from axes in words, or from both: the axes replace what the file says of their keys.</summary>
    /// <param name="path">Null for none.</param>
    /// <param name="grid">Axes, as <c>k=0..5</c>.</param>
    /// <param name="problems">Gets everything that is wrong with them.</param>
    public static SweepDefinition Define(string? path, IReadOnlyList<string> grid, List<Problem> problems)
    {
        if (path is null && grid.Count == 0)
        {
            problems.Add(new Problem("sweep: give a FILE.json or --grid, as --grid model=a,b k=0..5 seed=0..4."));
        }

        SweepDefinition definition = path is null ? SweepDefinition.Empty : Read(path, problems);
        return definition.With([.. grid.Select(text => SweepAxis.Parse("--grid", text, problems)).OfType<SweepAxis>()]);
    }

    /// <param name="problems">Gets everything that is wrong with the file.</param>
    public static SweepDefinition Read(string path, List<Problem> problems)
    {
        string origin = "sweep " + path;
        SweepDefinition definition = SweepDefinition.Empty;
        ConfigFile.Open(path, origin, problems.Add, root => definition = new SweepFile(origin, problems).Read(root));
        return definition;
    }

    private SweepDefinition Read(JsonElement root)
    {
        SweepDefinition definition = SweepDefinition.Empty;
        foreach (JsonProperty member in root.EnumerateObject())
        {
            definition = member.Name switch
            {
                "base" => definition with { Base = Values("base", member.Value) },
                "grid" => definition with { Axes = Axes(member.Value) },
                "runs" => definition with { Cases = Cases(member.Value) },
                _ => Unknown(definition, member.Name),
            };
        }

        return definition;
    }

    private SweepDefinition Unknown(SweepDefinition definition, string name)
    {
        string nearest = Suggestion.Phrase(name, Members);
        Report($"unknown key '{name}'{(nearest.Length > 0 ? nearest : $"; there are {string.Join(", ", Members)}.")}");
        return definition;
    }

    private ImmutableArray<ImmutableArray<Assignment>> Cases(JsonElement list)
    {
        if (list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0)
        {
            return [.. list.EnumerateArray().Select(values => Values("runs", values))];
        }

        Report("runs: must be a list of objects, as [{ \"model\": \"a\", \"width\": 64 }].");
        return [[]];
    }

    private ImmutableArray<Assignment> Values(string member, JsonElement values)
    {
        var assignments = ImmutableArray.CreateBuilder<Assignment>();
        foreach ((string key, JsonElement value) in Entries(member, values))
        {
            if (value.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
            {
                Report($"{member}: {key}: must be a single value; lists belong under \"grid\".");
            }
            else
            {
                assignments.Add(new Assignment(key, Text(value)));
            }
        }

        return assignments.ToImmutable();
    }

    private ImmutableArray<SweepAxis> Axes(JsonElement grid) => [.. Entries("grid", grid).Select(entry => Axis(entry.Key, entry.Value)).OfType<SweepAxis>()];

    private SweepAxis? Axis(string key, JsonElement value)
    {
        ImmutableArray<string> values = [];
        string? problem = null;
        if (value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object))
        {
            problem = ValueList.TryParse($"grid: {key}", Text(value), out values)?.Message;
        }
        else if (value.ValueKind == JsonValueKind.Object || value.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Array or JsonValueKind.Object))
        {
            problem = $"grid: {key}: must be a list of values, as [0, 1] or \"0..5\".";
        }
        else
        {
            values = [.. value.EnumerateArray().Select(Text)];
        }

        problem ??= values.Length == 0 || values.Distinct(StringComparer.Ordinal).Count() < values.Length
            ? $"grid: {key}: needs at least one value, and each once."
            : null;
        if (problem is null)
        {
            return new SweepAxis(key, values);
        }

        Report(problem);
        return null;
    }

    /// <summary>The members of an object, those of its <c>network</c> among them, each key once.</summary>
    private IEnumerable<(string Key, JsonElement Value)> Entries(string member, JsonElement values)
    {
        if (values.ValueKind != JsonValueKind.Object)
        {
            Report($"{member}: must be an object, as {{ \"model\": \"a\" }}.");
            yield break;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in values.EnumerateObject())
        {
            IEnumerable<JsonProperty> own = property is { Name: "network", Value.ValueKind: JsonValueKind.Object }
                ? property.Value.EnumerateObject()
                : [property];
            foreach (JsonProperty entry in own)
            {
                string key = Assignment.Canonical(entry.Name);
                if (seen.Add(key))
                {
                    yield return (key, entry.Value);
                }
                else
                {
                    Report($"{member}: '{entry.Name}' is given twice; give it once.");
                }
            }
        }
    }

    private void Report(string message) => _problems.Add(new Problem($"{_origin}: {message}"));

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "none",
        _ => value.GetRawText(),
    };
}
