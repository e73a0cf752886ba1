using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using StructuralError.Core.Common;

namespace StructuralError.Runs.Files;

/// <summary>The types that stand in the JSON files of a run.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RunManifest))]
[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(MachineInfo))]
internal sealed partial class RunFilesJson : JsonSerializerContext
{
    public static readonly JsonSerializerOptions Strict = JsonDocuments.Options(new RunFilesJson());
}

/// <summary>Milliseconds, UTC: <c>2026-01-02T03:04:05.678Z</c>.</summary>
internal sealed class MillisecondsConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Text(value));

    public static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>By its name in files; what is no such name is <see cref="RunOutcome.Unknown"/>.</summary>
internal sealed class RunOutcomeConverter : JsonConverter<RunOutcome>
{
    public override RunOutcome Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? RunOutcomes.Find(reader.GetString()) : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, RunOutcome value, JsonSerializerOptions options) => writer.WriteStringValue(RunOutcomes.Name(value));
}
