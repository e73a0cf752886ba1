using System.Globalization;
using StructuralError.Core.Structure;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Runs;

/// <summary>Words about a run that all its figures share.</summary>
internal static class RunWords
{
    // What became of the labels, where anything did: a manifest leaves out the others.
    private static readonly string[] LabelFields = ["train_limit", "soft_labels", "label_noise", "label_copies", "label_seed", "label_smoothing"];

    // No name or title that the program writes is longer; a damaged one would be fitted into the figures at great cost.
    private const int LongestText = 255;

    /// <summary>
    /// Model b (fully connected, skip connections), k = 3, sparsemax – MNIST, seed 0. What the manifest does not say is left out; of softmax it says nothing.
    /// </summary>
    public static string Title(RunManifest manifest)
    {
        string? name = Shortened(manifest.Network?.Name), title = Shortened(manifest.Network?.Title), data = Shortened(manifest.Dataset?.Name);
        string model = name is null ? title ?? "" : "Model " + name + (title is null ? "" : $" ({Lowered(title)})");
        string left = Join(", ", model, Named("k =", Shortened(manifest.NetworkValue("k").Word())), Spec(manifest, "loss"));
        string right = Join(", ", data is null ? null : DatasetName(data), Named("seed", Spec(manifest, "seed")));
        string whole = Join(" – ", left, right);
        return whole.Length > 0 ? whole : "One training run";
    }

    /// <summary>How the run was made, in one line.</summary>
    /// <param name="measured">Steps that were measured.</param>
    public static string Note(RunManifest manifest, int measured)
    {
        string? decay = Spec(manifest, "weight_decay");
        string sgd = Join(
            ", ", Named("learning rate", Spec(manifest, "learning_rate")), Named("momentum", Spec(manifest, "momentum")),
            decay is "0" or "0.0" ? null : Named("weight decay", decay), Named("batch size", Spec(manifest, "batch_size")));
        string labels = Join(", ", [.. LabelFields.Select(field => Label(field, Spec(manifest, field)))]);
        string values = Join(", ", [.. (manifest.Network?.Values).Pairs().Where(value => value.Key != "k").Select(Parameter)]);
        string precision = Shortened(manifest.Engine?.Precision) switch { "f32" => "float32", "f64" => "float64", var other => other ?? "" };
        string count = measured == 1 ? "1 measured step" : Count(measured) + " measured steps";
        return Join(" · ", sgd.Length > 0 ? "SGD, " + sgd : "", labels, values, precision, count);
    }

    public static Axis StepAxis { get; } = new() { Label = "step", WholeNumbers = true, Padding = 0 };

    public static string Count(long count) => count.ToString(count < 10_000 ? "0" : "#,0", CultureInfo.InvariantCulture);

    /// <summary>A number of rows in words: as many steps, where each step has a row.</summary>
    /// <param name="runs">The steps of each run's rows.</param>
    public static string Window(int window, params IEnumerable<IEnumerable<long>> runs)
    {
        long[] distances = [.. runs.Select(steps => steps.Take(2).ToArray()).Where(steps => steps.Length == 2).Select(steps => steps[1] - steps[0]).Distinct()];
        string every = distances switch
        {
            [] or [1] => "steps",
            [long only] => $"measured steps, one in {Count(only)}",
            _ => "measured steps",
        };
        return $"{Count(window)} {every}";
    }

    /// <summary>The steps of rows, for <see cref="Window"/>.</summary>
    public static IEnumerable<long> Steps(IEnumerable<StepRow> rows) => rows.Select(row => row.Step);

    /// <summary>A value in a description.</summary>
    public static string Value(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>label noise 0.2; of a flag: soft labels.</summary>
    private static string? Label(string field, string? value) =>
        value is null ? null : field.Replace('_', ' ') + (value == "true" ? string.Empty : " " + value);

    /// <summary>width = 128; of a flag: skip, no skip.</summary>
    private static string Parameter(KeyValuePair<string, string> parameter) => parameter.Value switch
    {
        "true" => parameter.Key,
        "false" => "no " + parameter.Key,
        _ => $"{parameter.Key} = {Shortened(parameter.Value)}",
    };

    public static string DatasetName(string name) => name == "mnist" ? "MNIST" : name;

    private static string? Spec(RunManifest manifest, string name) => Shortened(manifest.SpecValue(name).Word());

    private static string? Shortened(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText), "…");

    private static string? Named(string name, string? value) => value is null ? null : name + " " + value;

    // "MLP, skip connections" and "ReLU MLP" keep their capitals.
    private static string Lowered(string title) =>
        title.Length > 1 && title.TakeWhile(char.IsLetter).Skip(1).All(char.IsLower) ? char.ToLowerInvariant(title[0]) + title[1..] : title;

    private static string Join(string separator, params string?[] parts) => string.Join(separator, parts.Where(part => !string.IsNullOrEmpty(part)));
}
