using System.Globalization;
using StructuralError.Core.Structure;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Runs;

/// <summary>Words about a run that all its figures share.</summary>
internal static class RunWords
{
    /// <summary>Model b (fully connected, skip connections), k = 3 – MNIST, seed 0.</summary>
    public static string Title(RunFacts facts)
    {
        string model = facts.Model is null ? facts.ModelTitle ?? "" : "Model " + facts.Model + (facts.ModelTitle is null ? "" : $" ({Lowered(facts.ModelTitle)})");
        string? k = facts.Values.FirstOrDefault(value => value.Key == "k").Value;
        string left = Join(", ", model, k is null ? null : "k = " + k);
        string right = Join(", ", facts.Dataset is null ? null : DatasetName(facts.Dataset), facts.Seed is null ? null : "seed " + facts.Seed);
        string title = Join(" – ", left, right);
        return title.Length > 0 ? title : "One training run";
    }

    /// <summary>How the run was made, in one line.</summary>
    public static string Note(RunFacts facts, IReadOnlyList<StepRow> rows)
    {
        string sgd = Join(
            ", ",
            Named("learning rate", facts.LearningRate),
            Named("momentum", facts.Momentum),
            facts.WeightDecay is "0" or "0.0" ? null : Named("weight decay", facts.WeightDecay),
            Named("batch size", facts.BatchSize));
        string values = Join(", ", [.. facts.Values.Where(value => value.Key != "k").Select(Parameter)]);
        string precision = facts.Precision switch { "f32" => "float32", "f64" => "float64", _ => facts.Precision ?? "" };
        string count = rows.Count == 1 ? "1 measured step" : Count(rows.Count) + " measured steps";
        return Join(" · ", sgd.Length > 0 ? "SGD, " + sgd : "", values, precision, count);
    }

    public static Axis StepAxis { get; } = new() { Label = "step", WholeNumbers = true, Padding = 0 };

    public static string Count(long count) => count.ToString(count < 10_000 ? "0" : "#,0", CultureInfo.InvariantCulture);

    /// <summary>A value in a description.</summary>
    public static string Value(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>width = 128; of a flag: skip, no skip.</summary>
    private static string Parameter(KeyValuePair<string, string> parameter) => parameter.Value switch
    {
        "true" => parameter.Key,
        "false" => "no " + parameter.Key,
        _ => $"{parameter.Key} = {parameter.Value}",
    };

    public static string DatasetName(string name) => name == "mnist" ? "MNIST" : name;

    private static string? Named(string name, string? value) => value is null ? null : name + " " + value;

    // "MLP, skip connections" keeps its capitals.
    private static string Lowered(string title) =>
        title.Length > 1 && char.IsLower(title[1]) ? char.ToLowerInvariant(title[0]) + title[1..] : title;

    private static string Join(string separator, params string?[] parts) => string.Join(separator, parts.Where(part => !string.IsNullOrEmpty(part)));
}
