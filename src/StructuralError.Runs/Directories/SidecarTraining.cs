using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using StructuralError.Core.Common;
using StructuralError.Core.RandomNumbers;
using StructuralError.Core.Training;
using StructuralError.Runs.Files;

namespace StructuralError.Runs.Directories;

/// <summary>How far training had come; see <see cref="TrainingState"/>.</summary>
internal sealed record SidecarTraining(
    [property: JsonRequired] long Step,
    [property: JsonRequired] long Rows,
    [property: JsonRequired, JsonConverter(typeof(ExactConverter))] double Loss,
    [property: JsonRequired, JsonConverter(typeof(ExactConverter))] double Accuracy,
    [property: JsonRequired] long Theorem3Checks,
    [property: JsonRequired] long Theorem3Violations,
    [property: JsonRequired] double Seconds)
    : FileRecord
{
    /// <summary>Null for none.</summary>
    public long? SingularSamples { get; init; }

    /// <summary>Null for none.</summary>
    public long? Proposition1Checks { get; init; }

    /// <summary>Null for none.</summary>
    public long? Proposition1Violations { get; init; }

    /// <inheritdoc cref="SingularSamples"/>
    public long? ExactFits { get; init; }

    /// <inheritdoc cref="SingularSamples"/>
    public long? KernelViolations { get; init; }

    public static SidecarTraining Of(TrainingState state) =>
        new(state.Step, state.Rows, state.Loss, state.Accuracy, state.Checks, state.Violations, state.Elapsed.TotalSeconds)
        {
            SingularSamples = state.Singular > 0 ? state.Singular : null,
            Proposition1Checks = state.Proposition1Checks > 0 ? state.Proposition1Checks : null,
            Proposition1Violations = state.Proposition1Checks > 0 ? state.Proposition1Violations : null,
            ExactFits = state.ExactFits > 0 ? state.ExactFits : null,
            KernelViolations = state.KernelViolations > 0 ? state.KernelViolations : null,
        };

    /// <exception cref="CheckpointException">A number is negative.</exception>
    public TrainingState ToState(int epoch) => new(
        CheckpointSidecar.RequireNotNegative(Step, "step"),
        epoch,
        CheckpointSidecar.RequireNotNegative(Rows, "rows"),
        Loss,
        Accuracy,
        CheckpointSidecar.RequireNotNegative(Theorem3Checks, "theorem3_checks"),
        CheckpointSidecar.RequireNotNegative(Theorem3Violations, "theorem3_violations"),
        TimeSpan.FromSeconds(Seconds))
    {
        Singular = CheckpointSidecar.RequireNotNegative(SingularSamples ?? 0, "singular_samples"),
        Proposition1Checks = CheckpointSidecar.RequireNotNegative(Proposition1Checks ?? 0, "proposition1_checks"),
        Proposition1Violations = CheckpointSidecar.RequireNotNegative(Proposition1Violations ?? 0, "proposition1_violations"),
        ExactFits = CheckpointSidecar.RequireNotNegative(ExactFits ?? 0, "exact_fits"),
        KernelViolations = CheckpointSidecar.RequireNotNegative(KernelViolations ?? 0, "kernel_violations"),
    };
}

/// <summary>Where the order of the samples stood: the generator at the start of the epoch.</summary>
/// <param name="GeneratorWords">Four bytes a word, little-endian.</param>
internal sealed record SidecarOrder(
    [property: JsonRequired] int Epoch,
    [property: JsonRequired] byte[] GeneratorWords,
    [property: JsonRequired] int GeneratorPosition,
    [property: JsonRequired, JsonConverter(typeof(ExactConverter)), JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? GeneratorCachedNormal)
    : FileRecord
{
    public static SidecarOrder Of(int epoch, GeneratorState state)
    {
        byte[] bytes = new byte[state.Words.Length * sizeof(uint)];
        for (int i = 0; i < state.Words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), state.Words[i]);
        }

        return new SidecarOrder(epoch, bytes, state.Position, state.CachedNormal);
    }

    /// <exception cref="ArgumentException">It is no state of a generator.</exception>
    public GeneratorState ToGenerator() => new TorchGenerator(0)
    {
        State = new GeneratorState(
            [.. GeneratorWords.Chunk(sizeof(uint)).Select(word => BinaryPrimitives.ReadUInt32LittleEndian(word))], GeneratorPosition, GeneratorCachedNormal),
    }.State;
}

/// <summary>All seven digits of a second, UTC.</summary>
internal sealed class TicksConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
}

/// <summary>17 digits: .NET's shortest text of a few powers of two reads back as their neighbour (dotnet/runtime#135582).</summary>
internal sealed class ExactConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.ToString("G17", CultureInfo.InvariantCulture));
}

/// <summary>The types of a sidecar.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CheckpointSidecar))]
internal sealed partial class SidecarJson : JsonSerializerContext
{
    public static readonly JsonSerializerOptions Strict = JsonDocuments.Options(new SidecarJson());
}
