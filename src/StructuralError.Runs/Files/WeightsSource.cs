using System.Text.Json;

namespace StructuralError.Runs.Files;

/// <summary>The file that a run's initial weights came from.</summary>
/// <param name="Sha256">Of the whole file, hexadecimal: part of the run's identity, which the path is not.</param>
public sealed record WeightsSource(string Path, string Sha256)
{
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("initial_weights");
        writer.WriteString("file", Path);
        writer.WriteString("sha256", Sha256);
        writer.WriteEndObject();
    }
}
