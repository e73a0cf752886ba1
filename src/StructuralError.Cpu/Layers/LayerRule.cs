using StructuralError.Core.Engines;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Layers;
using StructuralError.Cpu.Planning;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    /// <summary>
    /// What one worker does for one layer, one sample at a time. Index letters: n sample, r row of cotangents (class), l layer, o output, i input, t position.
    /// </summary>
    private abstract class LayerRule(Tensor input, Tensor output)
    {
        protected Tensor Input { get; } = input;

        protected Tensor Output { get; } = output;

        /// <summary>Called once, from the last layer to the first: claims buffers for cotangents and passes on what shape they will have.</summary>
        public abstract void PlanBackward(ref CotangentPlan plan);

        /// <summary>Output from input, for one sample.</summary>
        public abstract void Forward(Sample sample);

        /// <summary>
        /// Turns cotangents at the output into cotangents at the input; adds the layer's part to A and keeps what its parameter gradient needs.
        /// </summary>
        public abstract void Backward(Sample sample, ref Cotangents<T> cotangents);

        /// <summary>Whether the backward pass reads cotangents only where their support is not zero, so that the others need not be zeroed.</summary>
        public virtual bool ReadsOnlySupport => false;

        /// <summary>The layer's line of <c>--explain</c>; null for what costs nothing.</summary>
        public abstract LayerPlan? Describe();

        /// <summary>Where a layer's Gram part is summed: with the other layers', or by itself where A⁽ˡ⁾ is wanted.</summary>
        protected static double* BeginPart(Sample sample, int rows)
        {
            if (sample.LayerA == null)
            {
                return sample.Partial;
            }

            new Span<double>(sample.LayerPartial, Gram<T, TVector, TWide, TSimd>.PartialCount(rows)).Clear();
            return sample.LayerPartial;
        }

        /// <summary>Writes A⁽ˡ⁾ where it is wanted.</summary>
        protected static void EndPart(Sample sample, int layer, int rows)
        {
            unchecked
            {
                if (sample.LayerA == null)
                {
                    return;
                }

                Gram<T, TVector, TWide, TSimd>.Reduce(sample.LayerPartial, rows, sample.LayerA + ((nint)layer * rows * rows));
            }
        }
    }

    /// <summary>Activations of one sample in one worker's memory.</summary>
    private sealed class Tensor(T* memory, TensorLayout layout)
    {
        public TensorLayout Layout { get; } = layout;

        /// <summary>Position (0, 0).</summary>
        public T* Origin { get; } = memory + layout.Origin;

        public T* Row(int y) => Origin + (y * Layout.RowPitch);
    }

    /// <summary>The sample a worker is at, and where its results go.</summary>
    private sealed class Sample
    {
        /// <summary>n, place in the batch.</summary>
        public int Position;

        /// <summary>Which of the batch's fixed groups the sample belongs to: gradients are summed within groups first.</summary>
        public int Group;

        /// <summary>Selects dropout masks; negative: no dropout.</summary>
        public long DropoutStep;

        /// <summary>Whether A is wanted; otherwise the only cotangent is the loss's.</summary>
        public bool Structure;

        /// <summary>Whether a gradient is wanted.</summary>
        public bool Gradient;

        /// <summary>∂loss/∂f = p − q = −e, [class].</summary>
        public T* LossCotangent = null;

        /// <summary>0, 1, 2, … as offsets of its elements.</summary>
        public Term* UnitSteps = null;

        /// <summary>R, where A = floor · I + R. [C, C]</summary>
        public double* A = null;

        /// <summary>A⁽ˡ⁾, [l, C, C]; null when not asked for.</summary>
        public double* LayerA = null;

        public double Floor;

        /// <summary>Partial sums of all layers' Gram parts; see <see cref="Kernels.Gram{T, TVector, TWide, TSimd}"/>.</summary>
        public double* Partial = null;

        /// <summary>Partial sums of one layer's part.</summary>
        public double* LayerPartial = null;
    }

    /// <summary>Shape of the cotangents while the backward pass is planned, and the buffers not in use.</summary>
    private sealed class CotangentPlan(EngineMemory memory, int rows)
    {
        private readonly List<(nint Buffer, int Length)> _free = [];

        public EngineMemory Memory { get; } = memory;

        /// <summary>Most rows of cotangents: C.</summary>
        public int Rows { get; } = rows;

        public int Cells { get; set; }

        public int Stride { get; set; }

        public bool Scattered { get; set; }

        /// <summary>Buffer that holds D at this point.</summary>
        public (nint Buffer, int Length) Current { get; set; }

        /// <summary>How many layers from here back own parameters: while any does, cotangents must travel on.</summary>
        public int ParameterLayersBefore { get; set; }

        /// <summary>A buffer for D of so many cells, taken from the free ones where one is large enough.</summary>
        public (nint Buffer, int Length) Rent(int cells, int stride)
        {
            int length = cells * Rows * stride;
            int index = _free.FindIndex(buffer => buffer.Length >= length);
            if (index < 0)
            {
                return ((nint)Memory.Allocate<T>(length), length);
            }

            (nint Buffer, int Length) found = _free[index];
            _free.RemoveAt(index);
            return found;
        }

        public void Return((nint Buffer, int Length) buffer) => _free.Add(buffer);

        /// <summary>Rents a buffer, frees the current one and describes dense cotangents of the given layout.</summary>
        public T* Replace(TensorLayout layout)
        {
            (nint Buffer, int Length) next = Rent(layout.Positions, layout.ChannelStride);
            Return(Current);
            (Current, Cells, Stride, Scattered) = (next, layout.Positions, layout.ChannelStride, false);
            return (T*)next.Buffer;
        }
    }
}
