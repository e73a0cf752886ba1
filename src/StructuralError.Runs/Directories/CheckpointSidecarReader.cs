using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using StructuralError.Core.RandomNumbers;
using StructuralError.Core.Training;
using StructuralError.Runs.Files;

namespace StructuralError.Runs.Directories;

/// <summary>Reads what <see cref="CheckpointSidecar"/> writes, strictly. The local Pearson window comes with the tensors and is empty here.</summary>
internal static class CheckpointSidecarReader
{
    /// <exception cref="CheckpointException">The text is damaged, or of another version of this program.</exception>
    public static (Checkpoint Checkpoint, TensorFileMark Tensors) Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            JsonElement content = document.RootElement.GetProperty(CheckpointSidecar.ContentField);
            if (CheckpointSidecar.Hash(content.GetRawText()) != document.RootElement.GetProperty(CheckpointSidecar.HashField).GetString())
            {
                throw new CheckpointException("was changed: its content is not that of its SHA-256");
            }

            int schema = content.GetProperty("schema").GetInt32();
            return schema == CheckpointSidecar.Schema
                ? (ReadCheckpoint(content), ReadTensors(content.GetProperty("tensors")))
                : throw new CheckpointException(FormattableString.Invariant($"has schema {schema}, not {CheckpointSidecar.Schema}: it was written by another version of this program"));
        }
        catch (JsonException exception)
        {
            throw new CheckpointException("is not valid JSON", exception);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            // What reading an element of another kind throws, or a value that cannot be.
            throw new CheckpointException($"is not the text of a checkpoint: {exception.Message}", exception);
        }
    }

    private static Checkpoint ReadCheckpoint(JsonElement content) => new()
    {
        RunIdentity = Text(content, "run_identity"),
        SpecHash = Text(content, "spec_hash"),
        Program = Text(content, "program"),
        InstructionSet = Text(content, "instruction_set"),
        Start = Time(content, "start"),
        Resumes = [.. content.GetProperty("resumes").EnumerateArray().Select(resume => new RunResume(Whole(resume, "step"), Time(resume, "time")))],
        Training = ReadTraining(content.GetProperty("training"), content.GetProperty("order")),
        EpochStart = ReadGenerator(content.GetProperty("order")),
        RowFiles = [.. content.GetProperty("row_files").EnumerateArray().Select(file => new RowFileMark(FileName(file), Whole(file, "bytes"), Text(file, "sha256")))],
    };

    private static TrainingState ReadTraining(JsonElement training, JsonElement order) => new(
        Whole(training, "step"),
        order.GetProperty("epoch").GetInt32(),
        Whole(training, "rows"),
        training.GetProperty("loss").GetDouble(),
        training.GetProperty("accuracy").GetDouble(),
        Whole(training, "theorem3_checks"),
        Whole(training, "theorem3_violations"),
        TimeSpan.FromSeconds(training.GetProperty("seconds").GetDouble()));

    private static GeneratorState ReadGenerator(JsonElement order)
    {
        byte[] bytes = order.GetProperty("generator_words").GetBytesFromBase64();
        JsonElement cached = order.GetProperty("generator_cached_normal");
        var state = new GeneratorState(
            [.. bytes.Chunk(sizeof(uint)).Select(word => BinaryPrimitives.ReadUInt32LittleEndian(word))],
            order.GetProperty("generator_position").GetInt32(),
            cached.ValueKind == JsonValueKind.Null ? null : cached.GetDouble());

        // Throws where it is no state of a generator.
        return new TorchGenerator(0) { State = state }.State;
    }

    private static TensorFileMark ReadTensors(JsonElement tensors) => new(FileName(tensors), Whole(tensors, "bytes"), Text(tensors, "sha256"));

    /// <summary>A name without a directory, so that a sidecar cannot lead out of its own.</summary>
    private static string FileName(JsonElement element) => Text(element, "file") is { Length: > 0 } name && Path.GetFileName(name) == name
        ? name
        : throw new CheckpointException("names a file outside its directory");

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new CheckpointException($"lacks '{name}'");

    private static long Whole(JsonElement element, string name) =>
        element.GetProperty(name).GetInt64() is >= 0 and long value ? value : throw new CheckpointException($"has a negative '{name}'");

    private static DateTimeOffset Time(JsonElement element, string name) =>
        DateTimeOffset.Parse(Text(element, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
