using System.Numerics;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>
/// A⁽ˡ⁾_cc' = Σ_{t,o} B_c[t, o]·(K B_c')[t, o], K[t, s] = ⟨patch_t, patch_s⟩ + 1 (the 1 only with a bias).
/// No per-sample weight gradient is formed. This form is cheaper where positions are few and patches long.
/// </summary>
internal sealed unsafe class Conv2dGForm<T, TVector, TWide, TSimd>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private readonly Conv2dGeometry _geometry;
    private readonly int _positions;
    private readonly int _patchStride;
    private readonly T* _patches;
    private readonly double* _partial;
    private readonly double* _kernel;
    private readonly double* _product;

    public Conv2dGForm(Conv2dGeometry geometry, int rows, EngineMemory memory)
    {
        _geometry = geometry;
        _positions = geometry.Layer.Output.Positions;
        _patchStride = TensorLayout.Pad(geometry.PatchLength + 1, TSimd.Count);
        _patches = memory.Allocate<T>((long)_positions * _patchStride);
        _partial = memory.Allocate<double>(Gram<T, TVector, TWide, TSimd>.PartialCount(_positions));
        _kernel = memory.Allocate<double>((long)_positions * _positions);
        _product = memory.Allocate<double>((long)rows * geometry.OutputStride);
    }

    /// <summary>Adds A⁽ˡ⁾ to the partial sums. Float64 throughout: A stays positive semidefinite to its rounding.</summary>
    public void AddPart(in Cotangents<T> cotangents, SampleTensor<T> input, double* partial)
    {
        unchecked
        {
            CopyPatches(input);
            new Span<double>(_partial, Gram<T, TVector, TWide, TSimd>.PartialCount(_positions)).Clear();
            new Span<double>(_kernel, _positions * _positions).Clear();
            Gram<T, TVector, TWide, TSimd>.Add(_patches, _patchStride, _positions, _patchStride, 1, _partial);
            Gram<T, TVector, TWide, TSimd>.Reduce(_partial, _positions, _kernel);
            for (int t = 0; t < _positions; t++)
            {
                MultiplyRow(_kernel + ((nint)t * _positions), cotangents.D, cotangents.CellPitch);
                Contract(cotangents.D + ((nint)t * cotangents.CellPitch), cotangents.Rows, cotangents.Stride, partial);
            }
        }
    }

    /// <summary>product[·] = Σ_s kernel[s]·d[s, ·].</summary>
    private void MultiplyRow(double* kernel, T* d, int pitch)
    {
        unchecked
        {
            for (int v = 0; v < pitch; v += TSimd.WideCount)
            {
                TWide sum = TSimd.WideZero;
                for (int s = 0; s < _positions; s++)
                {
                    sum = TSimd.WideMultiplyAdd(TSimd.WideBroadcast(kernel[s]), TSimd.LoadWide(d + ((nint)s * pitch) + v), sum);
                }

                TSimd.WideStore(_product + v, sum);
            }
        }
    }

    /// <summary>partial[c, c'] += Σ_o d[c, o]·product[c', o] for c ≤ c', lanes apart; in panels for many classes.</summary>
    private void Contract(T* d, int rows, int stride, double* partial)
    {
        unchecked
        {
            if (rows > StructureSums<T, TVector, TWide, TSimd>.Few)
            {
                PanelGram<T, TVector, TWide, TSimd>.AddProducts(d, _product, rows, stride, partial);
                return;
            }

            for (int i = 0; i < rows; i++)
            {
                for (int j = i; j < rows; j++)
                {
                    double* place = partial + (((i * rows) + j) * TSimd.WideCount);
                    TWide sum = TSimd.WideLoad(place);
                    for (int v = 0; v < stride; v += TSimd.WideCount)
                    {
                        sum = TSimd.WideMultiplyAdd(TSimd.LoadWide(d + (i * stride) + v), TSimd.WideLoad(_product + (j * stride) + v), sum);
                    }

                    TSimd.WideStore(place, sum);
                }
            }
        }
    }

    private void CopyPatches(SampleTensor<T> input)
    {
        unchecked
        {
            for (int t = 0; t < _positions; t++)
            {
                T* from = input.Origin + _geometry.PatchOffset(t);
                T* to = _patches + ((nint)t * _patchStride);
                for (int run = 0; run < _geometry.Runs; run++)
                {
                    var patch = new Span<T>(from + (run * _geometry.RunPitch), _geometry.RunLength);
                    patch.CopyTo(new Span<T>(to + (run * _geometry.RunLength), _geometry.RunLength));
                }

                to[_geometry.PatchLength] = _geometry.Layer.HasBias ? T.One : T.Zero;
            }
        }
    }
}
