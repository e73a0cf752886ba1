using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using StructuralError.Core.Common;

namespace StructuralError.Core.Data;

/// <summary>
/// Labelled samples in memory. Pixels stay bytes where the source has bytes; a sample is handed out as float32,
/// bytes divided by 255 in float32 (what PyTorch's <c>x.float() / 255</c> gives), other element types as they are.
/// </summary>
public sealed class Dataset
{
    private readonly byte[]? _bytes;
    private readonly float[]? _values;
    private readonly double[] _targets = [];

    /// <param name="name">Real name of the data, for titles and manifests: <c>mnist</c>, <c>digits</c>.</param>
    /// <param name="bytes">Pixels, [sample, channel, row, column].</param>
    /// <param name="labels">One class number a sample.</param>
    /// <exception cref="ArgumentException">The number of pixels is not samples × <paramref name="shape"/>.</exception>
    public Dataset(string name, TensorShape shape, byte[] bytes, byte[] labels)
        : this(name, shape, labels, bytes.LongLength) => _bytes = bytes;

    /// <inheritdoc cref="Dataset(string, TensorShape, byte[], byte[])"/>
    public Dataset(string name, TensorShape shape, float[] values, byte[] labels)
        : this(name, shape, labels, values.LongLength) => _values = values;

    /// <summary>The first samples of another data set, with labels of their own.</summary>
    private Dataset(Dataset samples, byte[] labels, double[] targets)
    {
        if (labels.Length > samples.Count || (targets.Length > 0 && (labels.Length == 0 || targets.Length % labels.Length != 0)))
        {
            throw new ArgumentException($"{samples.Name}: {labels.Length} labels, {targets.Length} target values are not those of {samples.Count} samples.");
        }

        (Name, SampleShape, Labels) = (samples.Name, samples.SampleShape, labels);
        (_bytes, _values, _targets) = (samples._bytes, samples._values, targets);
    }

    private Dataset(string name, TensorShape shape, byte[] labels, long pixels)
    {
        if (pixels != (long)labels.Length * shape.Count)
        {
            throw new ArgumentException($"{name}: {pixels} values are not {labels.Length} samples of shape {shape}.");
        }

        (Name, SampleShape, Labels) = (name, shape, labels);
    }

    public string Name { get; }

    public TensorShape SampleShape { get; }

    public byte[] Labels { get; }

    public int Count => Labels.Length;

    /// <summary>Whether the samples have targets q that are more than a label. Otherwise each q is one-hot at its label.</summary>
    public bool IsSoft => _targets.Length > 0;

    /// <summary>C of the targets; 0 without any.</summary>
    public int TargetClasses => IsSoft ? _targets.Length / Labels.Length : 0;

    /// <summary>q of every sample, each a distribution over the classes, [n, c]; empty where the labels say it all.</summary>
    public ReadOnlySpan<double> Targets => _targets;

    /// <summary>Pixels where the source has bytes, otherwise empty.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes is null ? [] : _bytes.AsSpan(0, checked(Count * SampleShape.Count));

    /// <summary>q of one sample, length C; empty where its label says it all.</summary>
    public ReadOnlySpan<double> TargetOf(int index) => IsSoft ? _targets.AsSpan(index * TargetClasses, TargetClasses) : [];

    /// <summary>The first samples with these labels; pixels are shared, not copied.</summary>
    /// <param name="labels">One a sample, at most <see cref="Count"/>.</param>
    /// <param name="targets">q of each of them, [n, c]; empty where the labels say it all.</param>
    /// <exception cref="ArgumentException">There are not so many samples, or the targets are not of these labels.</exception>
    public Dataset WithLabels(byte[] labels, double[] targets) => new(this, labels, targets);

    /// <summary>Copies sample <paramref name="index"/>, [channel, row, column], into <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentException">The destination is shorter than a sample.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such sample.</exception>
    public void CopySample(int index, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        int length = SampleShape.Count;
        if (_values is not null)
        {
            _values.AsSpan(checked(index * length), length).CopyTo(destination);
            return;
        }

        ReadOnlySpan<byte> pixels = _bytes.AsSpan(checked(index * length), length);
        Span<float> target = destination[..length];
        int i = 0;
        for (; i + Vector<byte>.Count <= pixels.Length; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(pixels[i..]), out Vector<ushort> low, out Vector<ushort> high);
            ToUnit(low, target[i..]);
            ToUnit(high, target[(i + Vector<ushort>.Count)..]);
        }

        for (; i < pixels.Length; i++)
        {
            target[i] = pixels[i] / 255f;
        }
    }

    /// <summary>Asks the processor to fetch a sample that will be copied soon: samples in random order are never in cache.</summary>
    public void Prefetch(int index)
    {
        if (!Sse.IsSupported || _bytes is null)
        {
            return;
        }

        const int CacheLine = 64;
        int length = SampleShape.Count;
        ref byte first = ref MemoryMarshal.GetArrayDataReference(_bytes);
        for (int offset = 0; offset < length; offset += CacheLine)
        {
            Prefetch(ref Unsafe.Add(ref first, ((nint)index * length) + offset));
        }
    }

    private static unsafe void Prefetch(ref byte address) => Sse.Prefetch0(Unsafe.AsPointer(ref address));

    /// <summary>pixel / 255, correctly rounded, without a division: the product with 1/255 and its remainder, fused.</summary>
    private static void ToUnit(Vector<ushort> pixels, Span<float> destination)
    {
        Vector.Widen(pixels, out Vector<uint> low, out Vector<uint> high);
        Divide(Vector.ConvertToSingle(Vector.AsVectorInt32(low))).CopyTo(destination);
        Divide(Vector.ConvertToSingle(Vector.AsVectorInt32(high))).CopyTo(destination[Vector<float>.Count..]);
    }

    private static Vector<float> Divide(Vector<float> pixels)
    {
        if (!Fma.IsSupported && !AdvSimd.IsSupported)
        {
            return pixels / new Vector<float>(255f);
        }

        var reciprocal = new Vector<float>(1f / 255f);
        Vector<float> quotient = pixels * reciprocal;
        Vector<float> remainder = Vector.FusedMultiplyAdd(new Vector<float>(-255f), quotient, pixels);
        return Vector.FusedMultiplyAdd(remainder, reciprocal, quotient);
    }
}

/// <summary>A data set as a run uses it, with what a manifest must say about it.</summary>
/// <param name="Name">Real name: <c>mnist</c>, <c>digits</c> or the directory's name; never <c>auto</c>.</param>
/// <param name="Source">Where it came from: a directory, or the generator with its seed.</param>
/// <param name="Sha256">SHA-256 of each file's uncompressed content, by file name.</param>
public sealed record DatasetPair(string Name, string Source, Dataset Train, Dataset Test, IReadOnlyDictionary<string, string> Sha256)
{
    /// <summary>C: one more than the highest label, or what the targets have.</summary>
    public int Classes { get; init; } = Math.Max(Train.TargetClasses, 1 + Math.Max(Highest(Train), Highest(Test)));

    /// <summary>What is unusual about the data and may not be meant, a sentence each; empty for the data sets known by name.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    private static int Highest(Dataset data) => data.Count == 0 ? -1 : data.Labels.Max();
}
