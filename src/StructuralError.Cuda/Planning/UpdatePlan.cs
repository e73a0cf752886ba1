using System.Runtime.InteropServices;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Cuda.Planning;

/// <summary>The parameter gradients and SGD steps, one launch for all layers of a kind.</summary>
internal sealed class UpdatePlan
{
    private const int LinearTile = 32;
    private const int LinearThreads = 128;
    private const int SampleGradientThreads = 128;

    private readonly PlanBuilder _plan;
    private readonly List<LinearUpdateLayer> _linear = [];
    private readonly List<SampleGradientLayer> _sampleGradients = [];
    private readonly List<KernelLaunch> _preparations = [];
    private readonly Dictionary<int, (long Weight, long Bias)> _places = [];
    private long _linearBlocks;
    private long _sampleGradientBlocks;

    public UpdatePlan(PlanBuilder plan)
    {
        _plan = plan;
        long place = 0;
        foreach (ParameterLayer layer in plan.Network.ParameterLayers)
        {
            _places.Add(layer.Index, (place, place + layer.WeightCount));
            place += layer.WeightCount + (layer.HasBias ? layer.BiasCount : 0);
        }
    }

    public ulong Weights(ParameterLayer layer) => _plan.ThetaAt(_places[layer.Index].Weight);

    /// <summary>0 without bias.</summary>
    public ulong Bias(ParameterLayer layer) => layer.HasBias ? _plan.ThetaAt(_places[layer.Index].Bias) : 0;

    /// <param name="gradient">The loss's cotangent at the output of every sample. [n, o]</param>
    public void Add(LinearLayer layer, ulong gradient, DeviceTensor input)
    {
        (long weight, long bias) = _places[layer.Index];
        _linear.Add(new LinearUpdateLayer
        {
            Gradient = gradient,
            Input = input.Address,
            Weight = weight,
            Bias = bias,
            Inputs = layer.Input.Count,
            Outputs = layer.Output.Count,
            HasBias = layer.HasBias ? 1 : 0,
            FirstBlock = (int)_linearBlocks,
        });
        _linearBlocks += PlanBuilder.Tiles(layer.Output.Count, LinearTile) * PlanBuilder.Tiles(layer.Input.Count + (layer.HasBias ? 1L : 0), LinearTile);
    }

    /// <summary>A layer whose samples have a gradient each: it is summed over the batch.</summary>
    /// <param name="outputs">How many values have a bias each.</param>
    /// <param name="terms">Weights of one of them.</param>
    /// <param name="gradient">The bias behind the weights of its output. [n, o, k]</param>
    public void Add(ParameterLayer layer, int outputs, int terms, ulong gradient)
    {
        (long weight, long bias) = _places[layer.Index];
        _sampleGradients.Add(new SampleGradientLayer
        {
            Gradient = gradient,
            Weight = weight,
            Bias = bias,
            Outputs = outputs,
            Terms = terms,
            HasBias = layer.HasBias ? 1 : 0,
            FirstBlock = (int)_sampleGradientBlocks,
        });
        _sampleGradientBlocks += PlanBuilder.Tiles((long)outputs * (terms + (layer.HasBias ? 1 : 0)), SampleGradientThreads);
    }

    /// <summary>Something that a gradient needs and the Gram sums did not leave.</summary>
    public void Prepare(KernelLaunch launch) => _preparations.Add(launch);

    public IEnumerable<KernelLaunch> Launches()
    {
        foreach (KernelLaunch launch in _preparations)
        {
            yield return launch;
        }

        if (_linear.Count > 0)
        {
            yield return KernelLaunch.Of(_plan.Entry("linear_update"), _linearBlocks, 1, LinearThreads, Arguments<LinearUpdateLayer>([.. _linear]));
        }

        if (_sampleGradients.Count > 0)
        {
            yield return KernelLaunch.Of(
                _plan.Entry("sample_gradient_update"), _sampleGradientBlocks, 1, SampleGradientThreads, Arguments<SampleGradientLayer>([.. _sampleGradients]));
        }
    }

    private UpdateArguments Arguments<T>(T[] layers)
        where T : unmanaged =>
        new() { Layers = _plan.Tables.Add<T>(layers), State = _plan.Theta, Parameters = _plan.Network.ParameterCount, LayerCount = layers.Length };

    /// <summary><c>Kernels/linear_update.cu</c> and <c>sample_gradient_update.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct UpdateArguments
    {
        public Replicas Replicas;
        public ulong Layers, State;
        public long Parameters;
        public int LayerCount, Reserved;
    }

    /// <summary>A row of the table of <c>Kernels/linear_update.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct LinearUpdateLayer
    {
        public ulong Gradient, Input;
        public long Weight, Bias;
        public int Inputs, Outputs, HasBias, FirstBlock;
    }

    /// <summary>A row of the table of <c>Kernels/sample_gradient_update.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct SampleGradientLayer
    {
        public ulong Gradient;
        public long Weight, Bias;
        public int Outputs, Terms, HasBias, FirstBlock;
    }
}
