using System.Text.Json;
using StructuralError.Core.Common;

namespace StructuralError.Experiments.Queue;

/// <summary>
/// Where a run stands, as <c>train --progress json</c> says it on standard error: one JSON object a line, told from other lines by its beginning,
/// <c>{"event":"progress","step":123,"total_steps":938,"loss":0.31,"accuracy":0.906,"seconds":0.8}</c>.
/// </summary>
/// <param name="Step">Steps taken.</param>
/// <param name="TotalSteps">Steps of the whole run.</param>
/// <param name="Loss">Mean loss of the last batch, before its update.</param>
/// <param name="Accuracy">Accuracy on the last batch, before its update.</param>
/// <param name="Seconds">Time since this process began to train.</param>
public sealed record RunProgress(long Step, long TotalSteps, double Loss, double Accuracy, double Seconds)
{
    private const string Beginning = """{"event":"progress",""";

    public string ToLine() => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("event", "progress");
        writer.WriteNumber("step", Step);
        writer.WriteNumber("total_steps", TotalSteps);
        writer.WriteReal("loss", Loss);
        writer.WriteReal("accuracy", Accuracy);
        writer.WriteReal("seconds", Seconds);
        writer.WriteEndObject();
    });

    /// <summary>Null for any other line.</summary>
    public static RunProgress? Parse(string line)
    {
        if (!line.StartsWith(Beginning, StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            return new RunProgress(
                root.GetProperty("step").GetInt64(), root.GetProperty("total_steps").GetInt64(),
                Real(root, "loss"), Real(root, "accuracy"), Real(root, "seconds"));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Half a line of a process that died.
            return null;
        }
    }

    private static double Real(JsonElement root, string name)
    {
        JsonElement value = root.GetProperty(name);
        return value.ValueKind == JsonValueKind.String
            ? double.Parse(value.GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            : value.GetDouble();
    }
}
