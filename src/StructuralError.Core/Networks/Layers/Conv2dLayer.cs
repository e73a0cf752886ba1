using System.Collections.Immutable;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Networks.Reading;
using StructuralError.Core.Work;

namespace StructuralError.Core.Networks.Layers;

/// <summary>Cross-correlation with a square kernel and zero padding, W of shape [out channels, in channels, kernel, kernel], as <c>nn.Conv2d</c>.</summary>
public sealed record Conv2dLayer(int Index, TensorShape Input, TensorShape Output, int Kernel, int Stride, int Padding, bool HasBias)
    : ProductLayer(Index, Input, Output, HasBias)
{
    public override string Type => Conv2dSpec.Kind.Name;

    public override string Name => FormattableString.Invariant(
        $"layer{Index} conv2d {Input.Channels} → {Output.Channels}, kernel {Kernel}, stride {Stride}, padding {Padding}{BiasWords}");

    public override ImmutableArray<int> WeightShape => [Output.Channels, Input.Channels, Kernel, Kernel];

    public override ImmutableArray<int> BiasShape => [Output.Channels];

    public override int FanIn => Input.Channels * Kernel * Kernel;

    public override int FanOut => Output.Channels * Kernel * Kernel;

    /// <summary>Multiply-adds of A⁽ˡ⁾ by form M, the rows of the Jacobian and their products, for cotangents that lie in so many cells.</summary>
    public Int128 CostOfM(Int128 cells, int classes)
    {
        Int128 weights = Output.Channels * ((Int128)FanIn + (HasBias ? 1 : 0));
        return (classes * cells * weights) + ((Int128)classes * (classes + 1) / 2 * weights);
    }

    /// <summary>The same by form G, the inner products of patches: K, K·B and its products with B.</summary>
    public Int128 CostOfG(int classes)
    {
        Int128 positions = Output.Positions, outputs = Output.Count;
        return (positions * positions * FanIn) + (classes * positions * outputs) + ((Int128)classes * (classes + 1) / 2 * outputs);
    }

    internal override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteNumber("kernel", Kernel);
        writer.WriteNumber("stride", Stride);
        writer.WriteNumber("padding", Padding);
        writer.WriteBoolean("bias", HasBias);
    }

    internal override Trace Run(double[] input, bool[] needed, ParameterValues parameters)
    {
        (double[] w, double[]? bias) = parameters(this);
        double[] y = BiasValues(bias);
        for (int t = 0; t < Output.Positions; t++)
        {
            foreach ((int patch, int from) in Patch(t))
            {
                for (int o = 0; o < Output.Channels; o++)
                {
                    y[(o * Output.Positions) + t] += w[(o * FanIn) + patch] * input[from];
                }
            }
        }

        return Trace.OfParameters(this, input, needed, y);
    }

    internal override bool[] CountWork(Trace trace, bool[] support, WorkTally tally)
    {
        bool[] reached = new bool[trace.Input.Length];
        int positions = Output.Positions, channels = Output.Channels;
        long active = 0, forward = 0, activeNonZero = 0, landing = 0;
        for (int t = 0; t < positions; t++)
        {
            long activeHere = 0;
            for (int o = 0; o < channels; o++)
            {
                activeHere += support[(o * positions) + t] ? 1 : 0;
            }

            active += activeHere;
            foreach ((int _, int input) in Patch(t))
            {
                bool nonZero = trace.Input[input] != 0;
                forward += nonZero ? channels : 0;
                activeNonZero += nonZero ? activeHere : 0;
                landing += trace.Needed[input] ? activeHere : 0;
                reached[input] |= trace.Needed[input] && activeHere > 0;
            }
        }

        long patch = FanIn, parameters = (patch + (HasBias ? 1 : 0)) * channels, classes = tally.Classes;
        long gram = tally.Pairs * parameters, gradient = classes * parameters, pullsBack = Index == 0 ? 0 : classes;
        long cells = (long)positions * channels;
        tally.Add(this, new LayerWork(
            new MultiplyAdds(cells * patch, pullsBack * cells * patch, (classes * cells * patch) + gram, gradient),
            new MultiplyAdds(cells * patch, pullsBack * active * patch, (classes * active * patch) + gram, gradient),
            new MultiplyAdds(forward, pullsBack * landing, (classes * activeNonZero) + gram, gradient)));
        return reached;
    }

    /// <summary>
    /// Index in the patch (input channel, row, column of the kernel) and index of the input, for every entry that does not lie in the padding.
    /// </summary>
    private IEnumerable<(int Patch, int Input)> Patch(int position)
    {
        int top = (position / Output.Width * Stride) - Padding, left = (position % Output.Width * Stride) - Padding;
        for (int patch = 0; patch < FanIn; patch++)
        {
            int channel = patch / (Kernel * Kernel);
            int row = top + (patch / Kernel % Kernel), column = left + (patch % Kernel);
            if (row >= 0 && row < Input.Height && column >= 0 && column < Input.Width)
            {
                yield return (patch, (((channel * Input.Height) + row) * Input.Width) + column);
            }
        }
    }
}

internal sealed record Conv2dSpec(string Path, SizeSpec Channels, SizeSpec Kernel, SizeSpec Stride, SizeSpec Padding, FlagSpec Bias) : LayerSpec(Path)
{
    public static LayerKind Kind { get; } = LayerKind.Needing("conv2d", "{ \"conv2d\": { \"channels\": 16, \"kernel\": 3, \"padding\": 1 } }", Read);

    public override (Layer? Layer, TensorShape? Output) Resolve(TensorShape? input, LayerContext context)
    {
        int? channels = context.Size(Channels), kernel = context.Size(Kernel), stride = context.Size(Stride), padding = context.Size(Padding);
        if (context.Image(Path, Conv2dSpec.Kind.Name, input) is not TensorShape image
            || channels is not int c || kernel is not int k || stride is not int s || padding is not int p)
        {
            return (null, null);
        }

        if (p >= k)
        {
            context.AddProblem(Path, $"padding {p} with a kernel of {k} would let windows see nothing but zeros; padding must be below the kernel's size");
            return (null, null);
        }

        TensorShape? output = context.Windows(Path, $"conv2d's kernel {k}×{k}", image, c, k, s, p);
        return output is TensorShape to ? (new Conv2dLayer(0, image, to, k, s, p, context.Flag(Bias)), to) : (null, null);
    }

    private static Conv2dSpec? Read(LayerSettings settings)
    {
        if (!settings.TryName("channels", "kernel", "stride", "padding", "bias"))
        {
            return null;
        }

        SizeSpec? channels = settings.Size("channels", 1, null);
        SizeSpec? kernel = settings.Size("kernel", 1, null);
        SizeSpec? stride = settings.Size("stride", 1, 1);
        SizeSpec? padding = settings.Size("padding", 0, 0);
        FlagSpec? bias = settings.Flag("bias", true);
        return channels is SizeSpec c && kernel is SizeSpec k && stride is SizeSpec s && padding is SizeSpec p && bias is FlagSpec b
            ? new Conv2dSpec(settings.Path, c, k, s, p, b) : null;
    }
}
