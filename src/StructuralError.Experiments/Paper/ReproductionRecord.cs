using System.Text.Json;
using StructuralError.Core.Common;

namespace StructuralError.Experiments.Paper;

/// <summary>What a reproduction's directory holds, and what it took: <c>reproduction.json</c>.</summary>
/// <param name="Dataset">The data's real name.</param>
/// <param name="Precision"><c>f32</c> or <c>f64</c>.</param>
/// <param name="Seconds">Wall time of all starts of the command that trained or measured something; a start that finds everything done adds nothing.</param>
public sealed record ReproductionRecord(string Dataset, bool IsQuick, string Precision, double Seconds)
{
    public const string FileName = "reproduction.json";

    private const int Schema = 1;

    /// <summary>Null where there is none yet.</summary>
    /// <exception cref="UserErrorException">It cannot be understood (exit 65).</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ReproductionRecord? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowDuplicateProperties = false });
            JsonElement root = document.RootElement;
            return root.GetProperty("schema").GetInt32() == Schema
                ? new ReproductionRecord(
                    root.GetProperty("dataset").GetString()!, root.GetProperty("quick").GetBoolean(), root.GetProperty("precision").GetString()!,
                    root.GetProperty("seconds").GetDouble())
                : throw new UserErrorException(FailureKind.BadData, $"{path}: was written by another version of this program; give another --out.");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new UserErrorException(FailureKind.BadData, $"{path}: cannot be understood: {exception.Message} Restore it, or give another --out.", exception);
        }
    }

    /// <summary>Whether results of the two may be mixed.</summary>
    public bool IsSameExperiment(ReproductionRecord other) => (Dataset, IsQuick, Precision) == (other.Dataset, other.IsQuick, other.Precision);

    public string ToJson() => JsonText.Write(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", Schema);
            writer.WriteString("dataset", Dataset);
            writer.WriteBoolean("quick", IsQuick);
            writer.WriteString("precision", Precision);
            writer.WriteReal("seconds", Seconds);
            writer.WriteEndObject();
        },
        indented: true);
}
