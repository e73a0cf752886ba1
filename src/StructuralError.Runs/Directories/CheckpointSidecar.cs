using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using StructuralError.Core.Common;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Directories;

/// <summary>
/// The JSON beside a checkpoint's tensors, read and written: <c>{ "sha256": …, "checkpoint": { … } }</c>, the hash that of the text of the object behind it,
/// so that a single
/// changed bit is found. Reading is strict. The local Pearson window comes with the tensors and is empty here.
/// </summary>
internal sealed record CheckpointSidecar : FileRecord
{
    private const int CurrentSchema = 1;
    private const string HashField = "sha256";
    private const string ContentField = "checkpoint";
    private const int MaximumDepth = 8;

    [JsonRequired]
    public int Schema { get; init; }

    [JsonRequired]
    public string RunIdentity { get; init; } = string.Empty;

    [JsonRequired]
    public string SpecHash { get; init; } = string.Empty;

    [JsonRequired]
    public string Program { get; init; } = string.Empty;

    [JsonRequired]
    public string InstructionSet { get; init; } = string.Empty;

    [JsonRequired, JsonConverter(typeof(TicksConverter))]
    public DateTimeOffset Start { get; init; }

    public RunProcess? Begun { get; init; }

    [JsonRequired]
    public IReadOnlyList<RunResume> Resumes { get; init; } = [];

    [JsonRequired]
    public SidecarTraining Training { get; init; } = null!;

    [JsonRequired]
    public SidecarOrder Order { get; init; } = null!;

    [JsonRequired]
    public IReadOnlyList<RowFileMark> RowFiles { get; init; } = [];

    [JsonRequired]
    public TensorFileMark Tensors { get; init; } = null!;

    public static string Write(Checkpoint checkpoint, TensorFileMark tensors)
    {
        string content = JsonSerializer.Serialize(Of(checkpoint, tensors), SidecarJson.Strict.Type<CheckpointSidecar>());
        return JsonText.Write(
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString(HashField, Hash(content));
                writer.WritePropertyName(ContentField);
                writer.WriteRawValue(content);
                writer.WriteEndObject();
            },
            indented: true);
    }

    /// <exception cref="CheckpointException">The text is damaged, or of another version of this program.</exception>
    public static (Checkpoint Checkpoint, TensorFileMark Tensors) Read(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = Parse(json);
        try
        {
            JsonElement content = document.RootElement.GetProperty(ContentField);
            if (Hash(content.GetRawText()) != document.RootElement.GetProperty(HashField).GetString())
            {
                throw new CheckpointException("was changed: its content is not that of its SHA-256");
            }

            int schema = content.GetProperty("schema").GetInt32();
            if (schema != CurrentSchema)
            {
                throw new CheckpointException(
                    FormattableString.Invariant($"has schema {schema}, not {CurrentSchema}: it was written by another version of this program"));
            }

            if (JsonFile.HasNullInList(content, SidecarJson.Strict.Type<CheckpointSidecar>()))
            {
                throw new CheckpointException("is not the text of a checkpoint: a list in it holds null");
            }

            CheckpointSidecar sidecar = content.Deserialize(SidecarJson.Strict.Type<CheckpointSidecar>())!;
            return (sidecar.ToCheckpoint(), sidecar.Tensors);
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            // What reading an element of another kind throws, or a value that cannot be.
            throw new CheckpointException($"is not the text of a checkpoint: {exception.Message}", exception);
        }
    }

    public static string Hash(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = MaximumDepth });
        }
        catch (JsonException exception)
        {
            throw new CheckpointException("is not valid JSON", exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or ArgumentException)
        {
            throw new CheckpointException($"is not the text of a checkpoint: {exception.Message}", exception);
        }
    }

    private static CheckpointSidecar Of(Checkpoint checkpoint, TensorFileMark tensors) => new()
    {
        Schema = CurrentSchema,
        RunIdentity = checkpoint.RunIdentity,
        SpecHash = checkpoint.SpecHash,
        Program = checkpoint.Program,
        InstructionSet = checkpoint.InstructionSet,
        Start = checkpoint.Start,
        Begun = checkpoint.Begun,
        Resumes = checkpoint.Resumes,
        Training = SidecarTraining.Of(checkpoint.Training),
        Order = SidecarOrder.Of(checkpoint.Training.Epoch, checkpoint.EpochStart),
        RowFiles = checkpoint.RowFiles,
        Tensors = tensors,
    };

    private Checkpoint ToCheckpoint()
    {
        foreach ((string name, long length) in RowFiles.Select(mark => (mark.Name, mark.Length)).Append((Tensors.Name, Tensors.Length)))
        {
            // A name without a directory, so that a sidecar cannot lead out of its own.
            if (name.Length == 0 || Path.GetFileName(name) != name)
            {
                throw new CheckpointException("names a file outside its directory");
            }

            RequireNotNegative(length, "bytes");
        }

        foreach (RunResume resume in Resumes)
        {
            RequireNotNegative(resume.Step, "step");
        }

        return new Checkpoint
        {
            RunIdentity = RunIdentity,
            SpecHash = SpecHash,
            Program = Program,
            InstructionSet = InstructionSet,
            Start = Start,
            Begun = Begun,
            Resumes = [.. Resumes],
            Training = Training.ToState(Order.Epoch),
            EpochStart = Order.ToGenerator(),
            RowFiles = [.. RowFiles],
        };
    }

    internal static long RequireNotNegative(long value, string name) => value >= 0 ? value : throw new CheckpointException($"has a negative '{name}'");

    /// <summary>All seven digits of a second, UTC.</summary>
    internal sealed class TicksConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
    }
}
