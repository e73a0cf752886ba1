using System.Diagnostics;
using StructuralError.Benchmarks.Kernels;
using StructuralError.Benchmarks.Running;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Benchmarks.Limits;

/// <param name="Threads">Each on its own half of the columns.</param>
/// <param name="Best">Multiply-adds per second of the fastest run: the peak that fractions refer to.</param>
internal readonly record struct Peak(int Threads, double Best, double Median);

/// <summary>C = A·B of 1024 × 1024 float32 matrices through the engine's own tile, on panels packed beforehand.</summary>
internal static unsafe class SgemmPeak
{
    private const int Size = 1024;
    private const int Depth = 256;
    private const int BlockPanels = 20;
    private const int Runs = 25;

    public static Peak Measure(int threads) => WidestSimd.Visit<Peak, Visitor>(new Visitor(threads));

    private readonly struct Visitor(int threads) : ISimdVisitor<Peak>
    {
        public Peak Visit<TVector, TWide, TSimd>()
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<float, TVector, TWide>
        {
            using var product = new Product<TVector, TWide, TSimd>();
            return product.Measure(threads);
        }
    }

    private sealed class Product<TVector, TWide, TSimd> : IDisposable
        where TVector : struct
        where TWide : struct
        where TSimd : struct, ISimd<float, TVector, TWide>
    {
        private readonly EngineMemory _memory = new();
        private readonly float* _a;
        private readonly float* _b;
        private readonly float* _c;
        private readonly float* _packedA;
        private readonly float* _packedB;
        private readonly Term* _terms;

        public Product()
        {
            System.Random random = Inputs.Random();
            _a = Inputs.Values(_memory, random, Size * Size);
            _b = Inputs.Values(_memory, random, Size * Size);
            _c = _memory.Allocate<float>(Size * Size);
            // Panels of full height, the last one as well.
            _packedA = _memory.Allocate<float>((Size + Rows) * Size);
            _packedB = _memory.Allocate<float>(Size * Size);
            _terms = _memory.Terms(Depth, Rows, Width);
            Pack();
        }

        private static int Rows => Tile<float, TVector, TWide, TSimd>.MaxRows;

        private static int Width => 2 * TSimd.Count;

        public Peak Measure(int threads)
        {
            // Each thread's own clock readings: one that is late must not make the others look fast.
            long[,] begin = new long[Runs, threads], end = new long[Runs, threads];
            using var start = new Barrier(threads);
            Thread[] workers = [.. Enumerable.Range(0, threads).Select(worker => new Thread(() =>
            {
                for (int run = 0; run < Runs; run++)
                {
                    start.SignalAndWait();
                    begin[run, worker] = Stopwatch.GetTimestamp();
                    Multiply(worker * Size / threads, (worker + 1) * Size / threads);
                    end[run, worker] = Stopwatch.GetTimestamp();
                }
            }))];
            Array.ForEach(workers, worker => worker.Start());
            Array.ForEach(workers, worker => worker.Join());
            Check();
            double[] rates = [.. Enumerable.Range(0, Runs).Select(run => Math.Pow(Size, 3) / Span(run).TotalSeconds)];
            return new Peak(threads, rates.Max(), Statistics.Median(rates));

            TimeSpan Span(int run)
            {
                IEnumerable<int> workers = Enumerable.Range(0, threads);
                return Stopwatch.GetElapsedTime(workers.Min(worker => begin[run, worker]), workers.Max(worker => end[run, worker]));
            }
        }

        public void Dispose() => _memory.Dispose();

        /// <summary>Blocks of B's panels stay in L1, blocks of A's in L2.</summary>
        private void Multiply(int firstColumn, int endColumn)
        {
            unchecked
            {
                int block = BlockPanels * Rows;
                for (int k = 0; k < Size; k += Depth)
                {
                    for (int row0 = 0; row0 < Size; row0 += block)
                    {
                        int rowEnd = Math.Min(Size, row0 + block);
                        for (int column = firstColumn; column < endColumn; column += Width)
                        {
                            float* panel = _packedB + (column * Size) + (k * Width);
                            for (int row = row0; row < rowEnd; row += Rows)
                            {
                                float* to = _c + (row * Size) + column;
                                Tile<float, TVector, TWide, TSimd>.Run(
                                    Math.Min(Rows, Size - row), 2, _terms, Depth, _packedA + (row * Size) + (k * Rows), sizeof(float), panel, k == 0 ? null : to, Size * sizeof(float), to, Size * sizeof(float));
                            }
                        }
                    }
                }
            }
        }

        private void Pack()
        {
            for (int row = 0; row < Size; row++)
            {
                for (int k = 0; k < Size; k++)
                {
                    int panel = row / Rows * Rows, place = (panel * Size) + (k * Rows) + (row - panel);
                    _packedA[place] = _a[(row * Size) + k];
                }
            }

            for (int k = 0; k < Size; k++)
            {
                for (int column = 0; column < Size; column++)
                {
                    int panel = column / Width * Width;
                    _packedB[(panel * Size) + (k * Width) + (column - panel)] = _b[(k * Size) + column];
                }
            }
        }

        private void Check()
        {
            for (int row = 0; row < Size; row += 97)
            {
                for (int column = 0; column < Size; column += 89)
                {
                    double sum = 0;
                    for (int k = 0; k < Size; k++)
                    {
                        sum += (double)_a[(row * Size) + k] * _b[(k * Size) + column];
                    }

                    double error = Math.Abs(sum - _c[(row * Size) + column]);
                    if (!(error < 1e-3))
                    {
                        throw new InvalidOperationException(FormattableString.Invariant($"the product is wrong by {error} at ({row}, {column})"));
                    }
                }
            }
        }
    }
}
