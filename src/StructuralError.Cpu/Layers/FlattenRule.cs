using System.Numerics;
using StructuralError.Core.Engines;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>
/// An image copied into a vector in the order channel, row, column. Needed only where something other than a linear layer reads the vector:
/// a linear layer takes the image as it lies, its weights permuted.
/// </summary>
internal sealed unsafe class FlattenRule<T, TVector, TWide, TSimd>(SampleTensor<T> input, SampleTensor<T> output) : LayerRule<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private DenseCotangentBuffer<T, TVector, TWide, TSimd>? _dense;
    private T* _unflattened = null;

    public override void PlanBackward(CotangentPlan<T> plan)
    {
        _dense = new DenseCotangentBuffer<T, TVector, TWide, TSimd>(plan, Output.Layout);
        _unflattened = plan.Replace(Input.Layout);
    }

    public override void Forward(Sample<T> sample)
    {
        for (int feature = 0; feature < Output.Layout.Shape.Count; feature++)
        {
            Output.Origin[feature] = Input.Origin[Input.Layout.OffsetOfFeature(feature)];
        }
    }

    public override Cotangents<T> Backward(Sample<T> sample, in Cotangents<T> cotangents)
    {
        Cotangents<T> dense = _dense!.MakeDense(in cotangents);
        int stride = Input.Layout.ChannelStride, positions = Input.Layout.Positions, rows = dense.Rows;
        new Span<T>(_unflattened, positions * rows * stride).Clear();
        for (int feature = 0; feature < Output.Layout.Shape.Count; feature++)
        {
            int position = feature % positions, channel = feature / positions;
            for (int r = 0; r < rows; r++)
            {
                _unflattened[(((position * rows) + r) * stride) + channel] = dense.D[(r * dense.Stride) + feature];
            }
        }

        return new Cotangents<T>(_unflattened, rows, Input.Layout);
    }

    public override LayerPlan Describe() => Describe("flatten");
}
