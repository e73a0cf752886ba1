using System.Numerics;
using StructuralError.Cpu.Planning;
using StructuralError.Engines;
using StructuralError.Networks;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    private delegate void Move(T* weights, long place, double[] values, int index);

    /// <summary>The parameters of one layer, shared by all workers. The update is cut into tasks that touch disjoint parameters.</summary>
    private abstract class ParameterBlock
    {
        public abstract int UpdateTasks { get; }

        /// <summary>Parameters, momentum, copies, and what a batch leaves for the update.</summary>
        public abstract long Bytes { get; }

        /// <summary>Called before a group's first sample, by the worker that runs the group.</summary>
        public virtual void BeginGroup(int group)
        {
        }

        /// <summary>Gradient over the batch in a fixed order, fused with the momentum update.</summary>
        public abstract void Update(int task, int samples, in SgdStep sgd, UpdateScratch scratch);

        public abstract void Load(ParameterSet parameters);

        public abstract void Save(ParameterSet parameters);
    }

    /// <summary>One worker's working space of the update phase.</summary>
    private sealed class UpdateScratch(int batch, int groups, int gradientLength, EngineMemory memory)
    {
        private readonly int* _samples = memory.Allocate<int>((long)TSimd.Count * batch);
        private readonly int* _counts = memory.Allocate<int>(TSimd.Count);
        private readonly int* _x = memory.Allocate<int>(batch);
        private readonly int* _w = memory.Allocate<int>(batch);

        public T* Gradient { get; } = memory.Allocate<T>(gradientLength);

        /// <summary>One 1, in <typeparamref name="T"/>.</summary>
        public T* One { get; } = Ones(memory);

        /// <summary>As many zero offsets as there can be groups.</summary>
        public int* Zeros { get; } = memory.Allocate<int>(groups);

        /// <summary>Groups that the present batch is cut into.</summary>
        public int Groups { get; set; }

        /// <summary>For one vector of neighbouring inputs: the samples in which each of them is not zero, in batch order.</summary>
        public void FindNonZero(T* inputs, int stride, int samples)
        {
            unchecked
            {
                new Span<int>(_counts, TSimd.Count).Clear();
                for (int n = 0; n < samples; n++, inputs += stride)
                {
                    for (uint mask = TSimd.NonZeroMask(TSimd.Load(inputs)); mask != 0; mask &= mask - 1)
                    {
                        int lane = BitOperations.TrailingZeroCount(mask);
                        _samples[(lane * batch) + _counts[lane]++] = n;
                    }
                }
            }
        }

        private static T* Ones(EngineMemory memory)
        {
            T* one = memory.Allocate<T>(1);
            *one = T.One;
            return one;
        }

        /// <summary>The terms of one input's gradient.</summary>
        public void Row(int lane, int* sampleInput, int* sampleOutput, out int* xs, out int* ws, out int count)
        {
            unchecked
            {
                count = _counts[lane];
                int* list = _samples + (lane * batch);
                for (int k = 0; k < count; k++)
                {
                    _x[k] = sampleInput[list[k]];
                    _w[k] = sampleOutput[list[k]];
                }

                xs = _x;
                ws = _w;
            }
        }
    }
}
