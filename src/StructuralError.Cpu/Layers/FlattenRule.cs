using StructuralError.Core.Engines;
using StructuralError.Cpu.Layers;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    /// <summary>
    /// An image copied into a vector in the order channel, row, column. Needed only where something other than a linear layer reads the vector:
    /// a linear layer takes the image as it lies, its weights permuted.
    /// </summary>
    private sealed class FlattenRule(Tensor input, Tensor output) : LayerRule(input, output)
    {
        private DenseCotangentBuffer? _dense;
        private T* _unflattened = null;

        public override void PlanBackward(ref CotangentPlan plan)
        {
            _dense = DenseCotangentBuffer.PlanFor(plan, Output);
            _unflattened = plan.Replace(Input.Layout);
        }

        public override void Forward(Sample sample)
        {
            for (int feature = 0; feature < Output.Layout.Shape.Count; feature++)
            {
                Output.Origin[feature] = Input.Origin[Input.Layout.OffsetOfFeature(feature)];
            }
        }

        public override void Backward(Sample sample, ref Cotangents<T> cotangents)
        {
            _dense!.MakeDense(ref cotangents);
            int stride = Input.Layout.ChannelStride, positions = Input.Layout.Positions, rows = cotangents.Rows;
            new Span<T>(_unflattened, positions * rows * stride).Clear();
            for (int feature = 0; feature < Output.Layout.Shape.Count; feature++)
            {
                int position = feature % positions, channel = feature / positions;
                for (int r = 0; r < rows; r++)
                {
                    _unflattened[(((position * rows) + r) * stride) + channel] = cotangents.D[(r * cotangents.Stride) + feature];
                }
            }

            cotangents.D = _unflattened;
            cotangents.Height = Input.Layout.Shape.Height;
            cotangents.Width = Input.Layout.Shape.Width;
            cotangents.Channels = Input.Layout.Shape.Channels;
            cotangents.Stride = stride;
            cotangents.Support = null;
            cotangents.Values = null;
        }

        public override LayerPlan Describe() =>
            new("flatten", string.Empty, Output.Layout.Shape.ToString(), 0, 0, 0, 0, (long)Output.Layout.Length * sizeof(T));
    }
}
