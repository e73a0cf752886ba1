using System.Diagnostics;
using System.Numerics.Tensors;

namespace StructuralError.Benchmarks.Limits;

/// <summary>Bytes a second that some threads move between processor and memory: a ← s·a + b over arrays that no cache holds.</summary>
internal static class MemoryBandwidth
{
    private const int Length = 32 * 1024 * 1024;
    private const int Runs = 7;

    // a read, b read, a written.
    private const double BytesOfElement = 3 * sizeof(float);

    public static double Measure(int threads)
    {
        (float[] A, float[] B)[] arrays = [.. Enumerable.Range(0, threads).Select(_ => (Ones(), Ones()))];
        double best = double.PositiveInfinity;
        for (int run = 0; run < Runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            Thread[] workers = [.. arrays.Select(pair => new Thread(() => TensorPrimitives.MultiplyAdd(pair.A, 0.5f, pair.B, pair.A)))];
            Array.ForEach(workers, worker => worker.Start());
            Array.ForEach(workers, worker => worker.Join());
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return threads * Length * BytesOfElement / best;
    }

    private static float[] Ones()
    {
        float[] array = new float[Length];
        Array.Fill(array, 1);
        return array;
    }
}
