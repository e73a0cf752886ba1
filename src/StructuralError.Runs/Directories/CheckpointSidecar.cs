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
/// so that a single changed bit is found. Reading is strict. The local Pearson window comes with the tensors and is empty here.
/// </summary>
internal sealed record CheckpointSidecar(
    [property: JsonRequired] int Schema,
    [property: JsonRequired] string RunIdentity,
    [property: JsonRequired] string SpecHash,
    [property: JsonRequired] string Program,
    [property: JsonRequired] string InstructionSet,
    [property: JsonRequired, JsonConverter(typeof(TicksConverter))] DateTimeOffset Start,
    RunProcess? Begun,
    [property: JsonRequired] IReadOnlyList<RunResume> Resumes,
    [property: JsonRequired] SidecarTraining Training,
    [property: JsonRequired] SidecarOrder Order,
    [property: JsonRequired] IReadOnlyList<FileMark> RowFiles,
    [property: JsonRequired] FileMark Tensors)
    : FileRecord
{
    private const int CurrentSchema = 1;
    private const string HashField = "sha256";
    private const string ContentField = "checkpoint";
    private const int MaximumDepth = 8;

    public static string Write(Checkpoint checkpoint, FileMark tensors)
    {
        var sidecar = new CheckpointSidecar(
            CurrentSchema, checkpoint.RunIdentity, checkpoint.SpecHash, checkpoint.Program, checkpoint.InstructionSet, checkpoint.Start, checkpoint.Begun,
            checkpoint.Resumes, SidecarTraining.Of(checkpoint.Training), SidecarOrder.Of(checkpoint.Training.Epoch, checkpoint.EpochStart),
            checkpoint.RowFiles, tensors);
        string content = JsonSerializer.Serialize(sidecar, SidecarJson.Strict.Type<CheckpointSidecar>());
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
    public static (Checkpoint Checkpoint, FileMark Tensors) Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = Parse(json);
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
    }

    private Checkpoint ToCheckpoint()
    {
        foreach (FileMark mark in RowFiles.Append(Tensors))
        {
            // A name without a directory, so that a sidecar cannot lead out of its own.
            if (mark.Name.Length == 0 || Path.GetFileName(mark.Name) != mark.Name)
            {
                throw new CheckpointException("names a file outside its directory");
            }

            RequireNotNegative(mark.Length, "bytes");
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
}
