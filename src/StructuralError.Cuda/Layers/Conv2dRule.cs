using System.Runtime.InteropServices;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cuda.Planning;

namespace StructuralError.Cuda.Layers;

/// <summary>
/// Cross-correlation with zero padding, a ReLU behind it and the end of a skip in the same launch. Patches are read in place. Form M: every sample's block of
/// the Jacobian is formed, J[c, o, k] = Σ_t B[c, o, t]·patch_t[k], and A⁽ˡ⁾ = J Jᵀ; the parameter gradient is its rows' sum weighted by p − q. Form G, where
/// positions are few and patches long: A⁽ˡ⁾_cc' = Σ_{o,t} B_c[o, t]·(B_c' K)[o, t], K[t, s] = ⟨patch_t, patch_s⟩ + 1 (the 1 with a bias), and one Jacobian row
/// for the gradient.
/// </summary>
internal sealed class Conv2dRule(Conv2dLayer layer, bool relu) : LayerRule
{
    private const int ChannelTile = 16;
    private const int PositionTile = 64;
    private const int Threads = 64;
    private const int SampleTile = 32;
    private const int NarrowTile = 16;
    private const int NarrowThreads = 128;

    private readonly int _length = layer.FanIn + (layer.HasBias ? 1 : 0);
    private DeviceTensor? _input;
    private ActivationDerivative? _derivative;
    private ulong _taps;
    private bool _pullsBack;
    private bool _isGForm;

    public override bool OwnsParameters => true;

    private ConvolutionShape Shape => new()
    {
        Inputs = layer.Input.Channels,
        InputHeight = layer.Input.Height,
        InputWidth = layer.Input.Width,
        Outputs = layer.Output.Channels,
        OutputHeight = layer.Output.Height,
        OutputWidth = layer.Output.Width,
        Kernel = layer.Kernel,
        Stride = layer.Stride,
        Padding = layer.Padding,
        Bias = layer.HasBias ? 1 : 0,
    };

    public override DeviceTensor Forward(PlanBuilder plan, DeviceTensor input, DeviceTensor? skip)
    {
        (_input, _taps) = (input, plan.Tables.Add<Tap>([.. Taps(layer.Input.Channels, layer.Input.Positions, 1)]));
        int features = layer.Output.Count;
        ulong y = plan.ReserveActivations(features), sum = skip is null ? 0 : plan.ReserveActivations(features);
        plan.Forward.Add(KernelLaunch.Of(
            plan.Entry("conv2d_forward"),
            PlanBuilder.Tiles((long)plan.Capacity * layer.Output.Positions, PositionTile),
            PlanBuilder.Tiles(layer.Output.Channels, ChannelTile),
            Threads,
            new Conv2dForwardArguments
            {
                Shape = Shape,
                X = input.Address,
                Weights = plan.Updates.Weights(layer),
                Bias = plan.Updates.Bias(layer),
                Y = y,
                Skip = skip?.Address ?? 0,
                Sum = sum,
                Taps = _taps,
                Relu = relu ? 1 : 0,
            }));
        _derivative = relu ? new ActivationDerivative(FactorMode.Positive, y) : null;
        return skip is null ? new DeviceTensor(y, features, _derivative) : new DeviceTensor(sum, features, null);
    }

    public override CotangentView Backward(PlanBuilder plan, CotangentView output, bool needsInput, CotangentView? add)
    {
        CotangentView rows = plan.Through(output, _derivative);
        _isGForm = IsGFormCheaper(plan);
        plan.Updates.Add(layer, layer.Output.Channels, layer.FanIn, _isGForm ? AddGForm(plan, rows) : AddMForm(plan, rows));
        _pullsBack = needsInput;
        return needsInput ? PullBack(plan, rows, add ?? CotangentView.None(layer.Input.Count)) : default;
    }

    public override IEnumerable<LayerPlan> Describe(PlanBuilder plan)
    {
        long classes = plan.Classes, parameters = (long)layer.Output.Channels * _length, positions = layer.Output.Positions,
            forward = layer.Output.Count * (long)layer.FanIn;
        long values = _isGForm
            ? layer.Output.Count + parameters + (sizeof(double) / plan.ElementBytes * ((positions * positions) + (classes * layer.Output.Count)))
            : (classes + 1) * parameters;
        yield return new LayerPlan(
            layer.Name,
            _isGForm ? "G" : "M",
            layer.Output.ToString(),
            forward,
            _pullsBack ? classes * layer.Input.Count * layer.Output.Channels * layer.Kernel * layer.Kernel : 0,
            (long)(_isGForm ? layer.CostOfG(plan.Classes) : layer.CostOfM(positions, plan.Classes)),
            _isGForm ? positions * parameters : classes * parameters,
            plan.ElementBytes * ((3 * parameters) + (plan.Capacity * (layer.Output.Count + values + (_pullsBack ? classes * layer.Input.Count : 0)))));
    }

    /// <summary>In float32 runs form G costs twice: its sums are float64.</summary>
    private bool IsGFormCheaper(PlanBuilder plan) =>
        layer.CostOfG(plan.Classes) * (sizeof(double) / plan.ElementBytes) < layer.CostOfM(layer.Output.Positions, plan.Classes);

    /// <returns>Every sample's gradient. [n, o, k]</returns>
    private ulong AddMForm(PlanBuilder plan, CotangentView rows)
    {
        CotangentView jacobian = plan.ReserveCotangents(layer.Output.Channels * _length);
        ulong gradient = plan.ReserveActivations(jacobian.Features);
        plan.Backward.Add(Jacobian(plan, rows, plan.Classes, jacobian.D));
        plan.Gram.Add(layer, jacobian, null, gradient);
        return gradient;
    }

    /// <inheritdoc cref="AddMForm"/>
    private ulong AddGForm(PlanBuilder plan, CotangentView rows)
    {
        int positions = layer.Output.Positions, features = layer.Output.Count;
        ulong kernel = plan.Reserve<double>((Int128)plan.Capacity * positions * positions),
            products = plan.Reserve<double>((Int128)plan.Capacity * plan.Classes * features);
        long across = PlanBuilder.Tiles(positions, SampleTile);
        plan.Backward.Add(KernelLaunch.Of(
            plan.Entry("conv2d_patch_gram"), plan.Capacity, across * across, Threads,
            new Conv2dPatchGramArguments { Shape = Shape, X = _input!.Address, Kernel = kernel, Taps = _taps }));
        plan.Backward.Add(KernelLaunch.Of(
            plan.Entry("conv2d_patch_product"),
            plan.Capacity,
            across * PlanBuilder.Tiles((long)plan.Classes * layer.Output.Channels, SampleTile),
            Threads,
            new Conv2dPatchProductArguments
            {
                Output = rows.ToArguments(),
                Kernel = kernel,
                Products = products,
                Classes = plan.Classes,
                Outputs = layer.Output.Channels,
                Positions = positions,
                SharedOutput = rows.TableFlag,
            }));

        // The loss's own cotangents, [n, o, t], and their one row of the Jacobian.
        ulong loss = plan.ReserveActivations(features), gradient = plan.ReserveActivations((Int128)layer.Output.Channels * _length);
        plan.Gram.Add(layer, rows, null, loss, products);
        plan.Updates.Prepare(Jacobian(plan, new CotangentView(loss, features, features), 1, gradient));
        return gradient;
    }

    private KernelLaunch Jacobian(PlanBuilder plan, CotangentView rows, int classes, ulong to)
    {
        bool narrow = _length <= NarrowTile;
        return KernelLaunch.Of(
            plan.Entry(narrow ? "conv2d_jacobian_narrow" : "conv2d_jacobian"),
            plan.Capacity,
            PlanBuilder.Tiles((long)classes * layer.Output.Channels, SampleTile) * PlanBuilder.Tiles(_length, narrow ? NarrowTile : SampleTile),
            narrow ? NarrowThreads : Threads,
            new Conv2dJacobianArguments
            {
                Shape = Shape,
                Output = rows.ToArguments(),
                X = _input!.Address,
                Jacobian = to,
                Taps = _taps,
                Classes = classes,
                SharedOutput = rows.TableFlag,
            });
    }

    private CotangentView PullBack(PlanBuilder plan, CotangentView rows, CotangentView add)
    {
        CotangentView to = plan.ReserveCotangents(layer.Input.Count);
        plan.Backward.Add(KernelLaunch.Of(
            plan.Entry(layer.Stride == 1 ? "conv2d_pull_back" : "conv2d_pull_back_strided"),
            PlanBuilder.Tiles((long)plan.Capacity * plan.Classes * layer.Input.Positions, PositionTile),
            PlanBuilder.Tiles(layer.Input.Channels, ChannelTile),
            Threads,
            new Conv2dPullBackArguments
            {
                Shape = Shape,
                Output = rows.ToArguments(),
                Add = add.ToArguments(),
                Weights = plan.Updates.Weights(layer),
                To = to.D,
                Taps = plan.Tables.Add<Tap>([.. Taps(layer.Output.Channels, layer.Output.Positions, layer.Input.Channels)]),
                Classes = plan.Classes,
                SharedOutput = rows.TableFlag,
                SharedAdd = add.TableFlag,
            }));
        return to;
    }

    /// <summary>
    /// (channel, kernel row, kernel column) in order: where the channel's image begins, and its weight when <paramref name="weightChannels"/> lie between two
    /// channels.
    /// </summary>
    private IEnumerable<Tap> Taps(int channels, int positions, int weightChannels)
    {
        int cells = layer.Kernel * layer.Kernel;
        return from channel in Enumerable.Range(0, channels)
               from cell in Enumerable.Range(0, cells)
               select new Tap
               {
                   Image = channel * positions,
                   Weight = (channel * weightChannels * cells) + cell,
                   Row = cell / layer.Kernel,
                   Column = cell % layer.Kernel
               };
    }

    /// <summary><c>Kernels/conv2d_forward.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Conv2dForwardArguments
    {
        public Replicas Replicas;
        public ConvolutionShape Shape;
        public ulong X, Weights, Bias, Y, Skip, Sum, Taps;
        public int Relu, Reserved;
    }

    /// <summary><c>Kernels/conv2d_pull_back.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Conv2dPullBackArguments
    {
        public Replicas Replicas;
        public ConvolutionShape Shape;
        public Cotangents Output, Add;
        public ulong Weights, To, Taps;
        public int Classes, SharedOutput, SharedAdd, Reserved;
    }

    /// <summary><c>Kernels/conv2d_jacobian.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Conv2dJacobianArguments
    {
        public Replicas Replicas;
        public ConvolutionShape Shape;
        public Cotangents Output;
        public ulong X, Jacobian, Taps;
        public int Classes, SharedOutput;
    }

    /// <summary><c>Kernels/conv2d_patch_gram.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Conv2dPatchGramArguments
    {
        public Replicas Replicas;
        public ConvolutionShape Shape;
        public ulong X, Kernel, Taps;
    }

    /// <summary><c>Kernels/conv2d_patch_product.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Conv2dPatchProductArguments
    {
        public Replicas Replicas;
        public Cotangents Output;
        public ulong Kernel, Products;
        public int Classes, Outputs, Positions, SharedOutput;
    }

    /// <summary>Geometry of a convolution; <c>Kernels/convolution.h</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ConvolutionShape
    {
        public int Inputs, InputHeight, InputWidth, Outputs, OutputHeight, OutputWidth, Kernel, Stride, Padding, Bias;
    }

    /// <summary>
    /// One term of a convolution's sum: where the channel's image begins, where the weight lies, the kernel cell's row and column;
    /// <c>Kernels/convolution.h</c>.
    /// </summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Tap
    {
        public int Image, Weight, Row, Column;
    }
}
