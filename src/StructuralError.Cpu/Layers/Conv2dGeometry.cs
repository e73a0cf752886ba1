using StructuralError.Core.Networks.Layers;
using StructuralError.Cpu.Planning;

namespace StructuralError.Cpu.Layers;

/// <summary>
/// How the patch of an output position is read: as <see cref="Runs"/> stretches of <see cref="RunLength"/> neighbouring elements of the input
/// ("implicit": one stretch per kernel row, channels side by side), or, where the input's channels do not fill vectors, as one row of a
/// patch matrix with the bias's 1 appended ("explicit").
/// </summary>
internal sealed class Conv2dGeometry
{
    public Conv2dGeometry(Conv2dLayer layer, TensorLayout input, int vector)
    {
        Layer = layer;
        Input = input;
        IsExplicit = input.ChannelStride % vector != 0;
        OutputStride = TensorLayout.Pad(layer.Output.Channels, vector);
        int patch = layer.Kernel * layer.Kernel * input.ChannelStride;
        Runs = IsExplicit ? 1 : layer.Kernel;
        RunLength = IsExplicit ? TensorLayout.Pad(patch + 1, vector) : layer.Kernel * input.ChannelStride;
        RunPitch = IsExplicit ? 0 : input.RowPitch;
        PatchLength = Runs * RunLength;
        BiasOffset = IsExplicit ? patch : layer.Output.Channels * PatchLength;
        BiasStride = IsExplicit ? PatchLength : 1;
        Length = (layer.Output.Channels * PatchLength) + (IsExplicit ? 0 : OutputStride);
    }

    public Conv2dLayer Layer { get; }

    public TensorLayout Input { get; }

    public bool IsExplicit { get; }

    /// <summary>Output channels, padded to whole vectors.</summary>
    public int OutputStride { get; }

    public int Runs { get; }

    public int RunLength { get; }

    /// <summary>Elements from one run to the next.</summary>
    public int RunPitch { get; }

    /// <summary>d: elements of one output channel's weights, padding (and explicit bias) included.</summary>
    public int PatchLength { get; }

    /// <summary>Where the bias of output channel 0 lies in a gradient or parameter vector.</summary>
    public int BiasOffset { get; }

    /// <summary>From one output channel's bias to the next.</summary>
    public int BiasStride { get; }

    /// <summary>
    /// Elements of a gradient or parameter vector: [output channel, kernel row, kernel column, input channel], then, when implicit, the biases.
    /// </summary>
    public int Length { get; }

    /// <summary>Offset of weight (o, i, ky, kx) in a parameter vector.</summary>
    public int WeightOffset(int o, int i, int ky, int kx) => (o * PatchLength) + (((ky * Layer.Kernel) + kx) * Input.ChannelStride) + i;

    /// <summary>Offset of an output position's patch in the input's border-inclusive memory, or in the patch matrix.</summary>
    public int PatchOffset(int position)
    {
        if (IsExplicit)
        {
            return position * PatchLength;
        }

        int width = Layer.Output.Width;
        return InputOffset(position / width, position % width);
    }

    /// <summary>Offset, from the input's position (0, 0), of the first element under the kernel for output (y, x).</summary>
    public int InputOffset(int y, int x) =>
        (((y * Layer.Stride) - Layer.Padding) * Input.RowPitch) + (((x * Layer.Stride) - Layer.Padding) * Input.ChannelStride);
}
