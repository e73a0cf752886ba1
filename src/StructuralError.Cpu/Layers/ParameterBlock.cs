using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;

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
        private readonly int _words = (batch + 63) / 64;
        private readonly ushort* _rows = memory.Allocate<ushort>((batch + 63) / 64 * 64L);
        private readonly ulong* _columns = memory.Allocate<ulong>((batch + 63) / 64 * 16L);

        public T* Gradient { get; } = memory.Allocate<T>(gradientLength);

        /// <summary>One 1, in <typeparamref name="T"/>.</summary>
        public T* One { get; } = Ones(memory);

        /// <summary>0, 1, 2, … for every group.</summary>
        public Term* GroupNumbers { get; } = memory.Terms(groups, 1, 1);

        /// <summary>Groups that the present batch is cut into.</summary>
        public int Groups { get; set; }

        /// <summary>For one vector of neighbouring inputs: notes in which samples each of them is not zero.</summary>
        public void FindNonZero(T* inputs, int stride, int samples)
        {
            unchecked
            {
                for (int n = 0; n < samples; n++, inputs += stride)
                {
                    _rows[n] = (ushort)TSimd.NonZeroMask(TSimd.Load(inputs));
                }

                new Span<ushort>(_rows + samples, (_words * 64) - samples).Clear();
                BitLists.Transpose(_rows, _words * 64, TSimd.Count, _columns, _words);
            }
        }

        /// <summary>The samples in which one of those inputs is not zero: bit n % 64 of word n / 64.</summary>
        public ulong* NonZero(int lane) => _columns + ((nint)lane * _words);

        private static T* Ones(EngineMemory memory)
        {
            T* one = memory.Allocate<T>(1);
            *one = T.One;
            return one;
        }
    }
}
