using System.Numerics;
using StructuralError.Core.Engines;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>End of a block with a skip: y = h + block(h). Backwards, one copy of the cotangents goes through the block, one waits for its start.</summary>
internal sealed unsafe class ResidualExitRule<T, TVector, TWide, TSimd>(SampleTensor<T> skipped, SampleTensor<T> block, SampleTensor<T> output)
    : LayerRule<T>(block, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private T* _inner = null;

    /// <summary>The cotangents of the skip, waiting for the start of the block; scattered, if a max-pool left them so.</summary>
    public Cotangents<T> Saved { get; private set; }

    /// <summary>Where their D lies.</summary>
    public (nint Buffer, int Length) SavedBuffer { get; private set; }

    public override void PlanBackward(CotangentPlan<T> plan)
    {
        SavedBuffer = plan.Current;
        _inner = plan.Duplicate();
    }

    public override void Forward(Sample<T> sample)
    {
        unchecked
        {
            int length = Output.Layout.RowLength;
            for (int y = 0; y < Output.Layout.Shape.Height; y++)
            {
                T* h = skipped.Row(y), f = Input.Row(y), to = Output.Row(y);
                for (int i = 0; i < length; i += TSimd.Count)
                {
                    TSimd.Store(to + i, TSimd.Add(TSimd.Load(h + i), TSimd.Load(f + i)));
                }
            }
        }
    }

    public override Cotangents<T> Backward(Sample<T> sample, in Cotangents<T> cotangents)
    {
        unchecked
        {
            Saved = cotangents;
            int length = cotangents.Cells * cotangents.CellPitch;
            new Span<T>(cotangents.D, length).CopyTo(new Span<T>(_inner, length));
            // The values are those of h + block(h), not of the block.
            return cotangents with { D = _inner, Values = null };
        }
    }

    public override LayerPlan Describe() => Describe("skip: h + block(h)");
}
