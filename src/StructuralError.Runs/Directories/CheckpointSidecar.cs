using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Runs.Files;

namespace StructuralError.Runs.Directories;

/// <summary>
/// Writes the JSON beside a checkpoint's tensors: <c>{ "sha256": …, "checkpoint": { … } }</c>, the hash that of the text of the object behind it, so that a single changed
/// bit is found.
/// </summary>
internal static class CheckpointSidecar
{
    public const int Schema = 1;
    public const string HashField = "sha256";
    public const string ContentField = "checkpoint";

    public static string Write(Checkpoint checkpoint, TensorFileMark tensors)
    {
        string content = JsonText.Write(writer => WriteContent(writer, checkpoint, tensors), indented: true).TrimEnd('\n');
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

    public static string Hash(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static void WriteContent(Utf8JsonWriter writer, Checkpoint checkpoint, TensorFileMark tensors)
    {
        writer.WriteStartObject();
        writer.WriteNumber("schema", Schema);
        writer.WriteString("run_identity", checkpoint.RunIdentity);
        writer.WriteString("spec_hash", checkpoint.SpecHash);
        writer.WriteString("program", checkpoint.Program);
        writer.WriteString("instruction_set", checkpoint.InstructionSet);
        writer.WriteString("start", checkpoint.Start.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
        RunResume.Write(writer, checkpoint.Resumes);
        WriteTraining(writer, checkpoint);
        WriteOrder(writer, checkpoint);
        WriteRowFiles(writer, checkpoint);
        writer.WriteStartObject("tensors");
        writer.WriteString("file", tensors.Name);
        writer.WriteNumber("bytes", tensors.Length);
        writer.WriteString("sha256", tensors.Sha256);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteTraining(Utf8JsonWriter writer, Checkpoint checkpoint)
    {
        writer.WriteStartObject("training");
        writer.WriteNumber("step", checkpoint.Training.Step);
        writer.WriteNumber("rows", checkpoint.Training.Rows);
        WriteExact(writer, "loss", checkpoint.Training.Loss);
        WriteExact(writer, "accuracy", checkpoint.Training.Accuracy);
        writer.WriteNumber("theorem3_checks", checkpoint.Training.Checks);
        writer.WriteNumber("theorem3_violations", checkpoint.Training.Violations);
        writer.WriteNumber("seconds", checkpoint.Training.Elapsed.TotalSeconds);
        writer.WriteEndObject();
    }

    /// <summary>17 digits: .NET's shortest text of a few powers of two reads back as their neighbour (dotnet/runtime#135582).</summary>
    private static void WriteExact(Utf8JsonWriter writer, string name, double value)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(value.ToString("G17", CultureInfo.InvariantCulture));
    }

    private static void WriteOrder(Utf8JsonWriter writer, Checkpoint checkpoint)
    {
        writer.WriteStartObject("order");
        writer.WriteNumber("epoch", checkpoint.Training.Epoch);
        writer.WriteBase64String("generator_words", WordBytes(checkpoint));
        writer.WriteNumber("generator_position", checkpoint.EpochStart.Position);
        if (checkpoint.EpochStart.CachedNormal is { } cached)
        {
            WriteExact(writer, "generator_cached_normal", cached);
        }
        else
        {
            writer.WriteNull("generator_cached_normal");
        }

        writer.WriteEndObject();
    }

    /// <summary>Four bytes a word, little-endian.</summary>
    private static byte[] WordBytes(Checkpoint checkpoint)
    {
        byte[] bytes = new byte[checkpoint.EpochStart.Words.Length * sizeof(uint)];
        for (int i = 0; i < checkpoint.EpochStart.Words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), checkpoint.EpochStart.Words[i]);
        }

        return bytes;
    }

    private static void WriteRowFiles(Utf8JsonWriter writer, Checkpoint checkpoint)
    {
        writer.WriteStartArray("row_files");
        foreach (RowFileMark mark in checkpoint.RowFiles)
        {
            writer.WriteStartObject();
            writer.WriteString("file", mark.Name);
            writer.WriteNumber("bytes", mark.Length);
            writer.WriteString("sha256", mark.Sha256);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
