using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Layers;
using StructuralError.Cpu.Planning;
using StructuralError.Networks;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    private sealed partial class Conv2dRule
    {
        /// <summary>
        /// A⁽ˡ⁾_cc' = Σ_{t,o} B_c[t, o]·(K B_c')[t, o], K[t, s] = ⟨patch_t, patch_s⟩ + 1 (the 1 only with a bias): no per-sample weight gradient is formed.
        /// Wins where positions are few and patches long.
        /// </summary>
        private sealed class GForm
        {
            private readonly Conv2dGeometry _geometry;
            private readonly int _positions;
            private readonly int _positionStride;
            private readonly int _patchStride;
            private readonly T* _patches;
            private readonly T* _transposed;
            private readonly T* _kernel;
            private readonly T* _product;
            private readonly int* _patchX;
            private readonly int* _patchW;
            private readonly int* _positionX;
            private readonly int* _positionW;

            public GForm(Conv2dGeometry geometry, int rows, EngineMemory memory)
            {
                _geometry = geometry;
                _positions = geometry.Layer.Output.Positions;
                _positionStride = Pad(_positions);
                _patchStride = geometry.Runs * geometry.RunLength + 1;
                _patches = memory.Allocate<T>((long)_positions * _patchStride);
                _transposed = memory.Allocate<T>((long)_patchStride * _positionStride);
                _kernel = memory.Allocate<T>((long)_positions * _positionStride);
                _product = memory.Allocate<T>((long)_positions * rows * geometry.OutputStride);
                _patchX = memory.Sequence(_patchStride, 1);
                _patchW = memory.Sequence(_patchStride, _positionStride);
                _positionX = memory.Sequence(_positions, 1);
                _positionW = memory.Sequence(_positions, rows * geometry.OutputStride);
            }

            public static bool IsCheaper(Conv2dGeometry geometry, int cells, int rows) =>
                !geometry.IsExplicit && CostOfG(geometry, rows) < CostOfM(geometry, cells, rows);

            /// <summary>Multiply-adds of form M for cotangents that come in so many cells.</summary>
            public static long CostOfM(Conv2dGeometry geometry, int cells, long rows)
            {
                Conv2dLayer layer = geometry.Layer;
                long patch = layer.FanIn + (layer.HasBias ? 1 : 0);
                return (rows * cells * layer.Output.Channels * patch) + (rows * (rows + 1) / 2 * patch * layer.Output.Channels);
            }

            /// <summary>Multiply-adds of form G.</summary>
            public static long CostOfG(Conv2dGeometry geometry, long rows)
            {
                Conv2dLayer layer = geometry.Layer;
                long positions = layer.Output.Positions, channels = layer.Output.Channels;
                return (positions * positions * layer.FanIn) + (rows * positions * positions * channels) + (rows * (rows + 1) / 2 * positions * channels);
            }

            /// <summary>Leaves the partial sums of A⁽ˡ⁾ in <see cref="Sample.Partial"/>.</summary>
            public void AddPart(Sample sample, in Cotangents<T> cotangents, Tensor input)
            {
                unchecked
                {
                    CopyPatches(input);
                    Transpose<T>.Copy(_patches, _patchStride, _positions, _patchStride, _transposed, _positionStride);
                    var patchTerms = new Segment<T> { X = _patchX, W = _patchW, Base = _transposed, Count = _patchStride };
                    Multiply(patchTerms, _patches, _patchStride, _positionStride, _kernel);
                    int width = cotangents.CellPitch;
                    var positionTerms = new Segment<T> { X = _positionX, W = _positionW, Base = cotangents.D, Count = _positions };
                    Multiply(positionTerms, _kernel, _positionStride, width, _product);
                    new Span<double>(sample.Partial, Gram<T, TVector, TWide, TSimd>.PartialCount(cotangents.Rows)).Clear();
                    for (int t = 0; t < _positions; t++)
                    {
                        nint cell = (nint)t * width;
                        Gram<T, TVector, TWide, TSimd>.AddPairs(cotangents.D + cell, _product + cell, cotangents.Stride, cotangents.Rows, cotangents.Stride, sample.Partial);
                    }
                }
            }

            /// <summary>y[t, ·] = Σ_k x[t, k]·w[k, ·] for all positions t.</summary>
            private void Multiply(Segment<T> terms, T* x, int xStride, int width, T* y)
            {
                unchecked
                {
                    T* w = terms.Base;
                    int tile = Tile<T, TVector, TWide, TSimd>.EvenRows(_positions);
                    for (int v = 0; v < width;)
                    {
                        int vectors = Math.Min(2, (width - v) / TSimd.Count);
                        terms.Base = w + v;
                        for (int t = 0; t < _positions; t += tile)
                        {
                            Tile<T, TVector, TWide, TSimd>.Run(Math.Min(tile, _positions - t), vectors, &terms, 1, x + ((nint)t * xStride), (nint)xStride * sizeof(T), null, 0, y + ((nint)t * width) + v, (nint)width * sizeof(T));
                        }

                        v += vectors * TSimd.Count;
                    }
                }
            }

            private void CopyPatches(Tensor input)
            {
                unchecked
                {
                    for (int t = 0; t < _positions; t++)
                    {
                        T* from = input.Origin + _geometry.PatchOffset(t);
                        T* to = _patches + ((nint)t * _patchStride);
                        for (int run = 0; run < _geometry.Runs; run++)
                        {
                            new Span<T>(from + (run * _geometry.RunPitch), _geometry.RunLength).CopyTo(new Span<T>(to + (run * _geometry.RunLength), _geometry.RunLength));
                        }

                        to[_patchStride - 1] = _geometry.Layer.HasBias ? T.One : T.Zero;
                    }
                }
            }
        }
    }
}
