using StructuralError.Core.Common;

namespace StructuralError.Cpu.Planning;

/// <summary>
/// How one sample's activations lie in memory: position by position, the channels of a position side by side ("channels last"),
/// padded with zeros to whole vectors, with a border of zero positions where a convolution pads its input.
/// </summary>
/// <param name="ChannelStride">Elements from one position to the next, at least the number of channels.</param>
/// <param name="Border">Zero positions on every side.</param>
internal readonly record struct TensorLayout(TensorShape Shape, int ChannelStride, int Border)
{
    public int Positions => Shape.Positions;

    public int RowPitch => (Shape.Width + (2 * Border)) * ChannelStride;

    /// <summary>Elements of a row without the border; they are contiguous.</summary>
    public int RowLength => Shape.Width * ChannelStride;

    /// <summary>Offset of position (0, 0), in elements.</summary>
    public int Origin => (Border * RowPitch) + (Border * ChannelStride);

    /// <summary>Elements in all.</summary>
    public int Length => (Shape.Height + (2 * Border)) * RowPitch;

    /// <summary>Elements without the border.</summary>
    public int DenseLength => Positions * ChannelStride;

    /// <summary><paramref name="count"/>, rounded up to whole vectors of <paramref name="vector"/> elements.</summary>
    public static int Pad(int count, int vector) => (count + vector - 1) / vector * vector;

    /// <summary>Where feature <paramref name="index"/> (in PyTorch's order: channel, row, column) lies in a layout without border.</summary>
    public int OffsetOfFeature(int index) => (index % Positions * ChannelStride) + (index / Positions);
}
