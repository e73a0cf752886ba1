using System.Text.Json;
using System.Text.Json.Serialization;
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
public sealed record RunProgress(
    [property: JsonRequired] long Step, [property: JsonRequired] long TotalSteps, [property: JsonRequired] double Loss,
    [property: JsonRequired] double Accuracy, [property: JsonRequired] double Seconds)
{
    private const string Beginning = """{"event":"progress",""";

    [JsonPropertyOrder(-1)]
    public string Event { get; init; } = "progress";

    public string ToLine() => JsonSerializer.Serialize(this, RunProgressJson.Lines.Type<RunProgress>());

    /// <summary>Null for any other line.</summary>
    public static RunProgress? Parse(string line)
    {
        try
        {
            return line.StartsWith(Beginning, StringComparison.Ordinal) ? JsonSerializer.Deserialize(line, RunProgressJson.Lines.Type<RunProgress>()) : null;
        }
        catch (JsonException)
        {
            // Half a line of a process that died.
            return null;
        }
    }
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RunProgress))]
internal sealed partial class RunProgressJson : JsonSerializerContext
{
    public static readonly JsonSerializerOptions Lines = JsonDocuments.Options(new RunProgressJson(), isIndented: false);
}
