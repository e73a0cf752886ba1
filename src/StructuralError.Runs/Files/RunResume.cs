using System.Globalization;
using System.Text.Json;

namespace StructuralError.Runs.Files;

/// <summary>One continuation of an interrupted run.</summary>
/// <param name="Step">Steps that had been taken.</param>
public sealed record RunResume(long Step, DateTimeOffset Time)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static void Write(Utf8JsonWriter writer, IEnumerable<RunResume> resumes)
    {
        writer.WriteStartArray("resumes");
        foreach (RunResume resume in resumes)
        {
            writer.WriteStartObject();
            writer.WriteNumber("step", resume.Step);
            writer.WriteString("time", resume.Time.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
