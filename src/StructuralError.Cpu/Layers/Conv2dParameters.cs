using System.Numerics;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>Weights of a convolution, shared by all workers.</summary>
internal sealed unsafe class Conv2dParameters<T, TVector, TWide, TSimd> : GroupedParameters<T, TVector, TWide, TSimd>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private readonly Conv2dGeometry _geometry;

    public Conv2dParameters(Conv2dGeometry geometry, EngineMemory memory)
        : base(geometry.Length, memory)
    {
        _geometry = geometry;
        ForwardWeights = memory.Allocate<T>((long)TermCount * geometry.OutputStride);
        Bias = memory.Allocate<T>(geometry.OutputStride);
    }

    /// <summary>[kernel row, kernel column, input channel (without padding), output channel].</summary>
    public T* ForwardWeights { get; }

    /// <summary>[output channel]; without bias it stays zero, because its gradient is.</summary>
    public T* Bias { get; }

    /// <summary>Terms of one output value: kernel² × input channels.</summary>
    public int TermCount => _geometry.Layer.Kernel * _geometry.Layer.Kernel * _geometry.Layer.Input.Channels;

    public override int UpdateTasks => (_geometry.Layer.Output.Channels + ChannelsPerTask - 1) / ChannelsPerTask;

    private static int ChannelsPerTask => TSimd.Count;

    public override void Update(int task, int samples, in SgdOptions sgd, UpdateScratch<T> scratch)
    {
        unchecked
        {
            int first = task * ChannelsPerTask, end = Math.Min(_geometry.Layer.Output.Channels, first + ChannelsPerTask);
            UpdateRange(first * _geometry.PatchLength, (end - first) * _geometry.PatchLength, samples, sgd, scratch);
            if (!_geometry.IsExplicit)
            {
                UpdateRange((_geometry.Layer.Output.Channels * _geometry.PatchLength) + first, TSimd.Count, samples, sgd, scratch);
            }

            CopyForForward(first, end);
        }
    }

    protected override void CopyWeights() => CopyForForward(0, _geometry.Layer.Output.Channels);

    protected override void Exchange(ParameterSet parameters, bool load)
    {
        Conv2dLayer layer = _geometry.Layer;
        Parameter weight = parameters.Weight(layer);
        int index = 0;
        for (int o = 0; o < layer.Output.Channels; o++)
        {
            for (int i = 0; i < layer.Input.Channels; i++)
            {
                for (int ky = 0; ky < layer.Kernel; ky++)
                {
                    for (int kx = 0; kx < layer.Kernel; kx++, index++)
                    {
                        Exchange(weight, index, _geometry.WeightOffset(o, i, ky, kx), load);
                    }
                }
            }

            if (parameters.Bias(layer) is { } bias)
            {
                Exchange(bias, o, _geometry.BiasOffset + (o * _geometry.BiasStride), load);
            }
        }
    }

    private void CopyForForward(int first, int end)
    {
        unchecked
        {
            int channels = _geometry.Layer.Input.Channels, kernel = _geometry.Layer.Kernel;
            for (int o = first; o < end; o++)
            {
                T* to = ForwardWeights + o;
                for (int ky = 0; ky < kernel; ky++)
                {
                    for (int kx = 0; kx < kernel; kx++)
                    {
                        T* from = Weights + _geometry.WeightOffset(o, 0, ky, kx);
                        for (int i = 0; i < channels; i++, to += _geometry.OutputStride)
                        {
                            *to = from[i];
                        }
                    }
                }

                Bias[o] = Weights[_geometry.BiasOffset + (o * _geometry.BiasStride)];
            }
        }
    }
}
