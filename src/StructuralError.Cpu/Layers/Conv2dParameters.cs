using System.Numerics;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>Weights of a convolution, shared by all workers.</summary>
internal sealed unsafe class Conv2dParameters<T, TVector, TWide, TSimd>(Conv2dGeometry geometry, EngineMemory memory)
    : GroupedParameters<T, TVector, TWide, TSimd>(geometry.Length, memory)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    /// <summary>[kernel row, kernel column, input channel (without padding), output channel].</summary>
    public T* ForwardWeights { get; } = memory.Allocate<T>((long)geometry.Layer.FanIn * geometry.OutputStride);

    /// <summary>[output channel]; without bias it stays zero, because its gradient is.</summary>
    public T* Bias { get; } = memory.Allocate<T>(geometry.OutputStride);

    /// <summary>Terms of one output value: kernel² × input channels.</summary>
    public int TermCount => geometry.Layer.FanIn;

    public override int UpdateTasks => (geometry.Layer.Output.Channels + ChannelsPerTask - 1) / ChannelsPerTask;

    private static int ChannelsPerTask => TSimd.Count;

    public override void Update(int task, int samples, in SgdOptions sgd, UpdateScratch<T> scratch)
    {
        unchecked
        {
            int first = task * ChannelsPerTask, end = Math.Min(geometry.Layer.Output.Channels, first + ChannelsPerTask);
            UpdateRange(first * geometry.PatchLength, (end - first) * geometry.PatchLength, samples, sgd, scratch);
            if (!geometry.IsExplicit)
            {
                UpdateRange((geometry.Layer.Output.Channels * geometry.PatchLength) + first, TSimd.Count, samples, sgd, scratch);
            }

            CopyForForward(first, end);
        }
    }

    protected override void CopyWeights() => CopyForForward(0, geometry.Layer.Output.Channels);

    protected override void Exchange(ParameterSet parameters, bool load)
    {
        Conv2dLayer layer = geometry.Layer;
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
                        Exchange(weight, index, geometry.WeightOffset(o, i, ky, kx), load);
                    }
                }
            }

            if (parameters.Bias(layer) is { } bias)
            {
                Exchange(bias, o, geometry.BiasOffset + (o * geometry.BiasStride), load);
            }
        }
    }

    private void CopyForForward(int first, int end)
    {
        unchecked
        {
            int channels = geometry.Layer.Input.Channels, kernel = geometry.Layer.Kernel;
            for (int o = first; o < end; o++)
            {
                T* to = ForwardWeights + o;
                for (int ky = 0; ky < kernel; ky++)
                {
                    for (int kx = 0; kx < kernel; kx++)
                    {
                        T* from = Weights + geometry.WeightOffset(o, 0, ky, kx);
                        for (int i = 0; i < channels; i++, to += geometry.OutputStride)
                        {
                            *to = from[i];
                        }
                    }
                }

                Bias[o] = Weights[geometry.BiasOffset + (o * geometry.BiasStride)];
            }
        }
    }
}
