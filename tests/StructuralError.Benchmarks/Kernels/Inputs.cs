using StructuralError.Cpu.Planning;

namespace StructuralError.Benchmarks.Kernels;

/// <summary>Inputs of kernels, the same in every process, and the comparison of results.</summary>
internal static unsafe class Inputs
{
    private const int Seed = 20250331;

    public static System.Random Random() => new(Seed);

    /// <summary>Uniform over ±1.</summary>
    public static float* Values(EngineMemory memory, System.Random random, int count)
    {
        float* values = memory.Allocate<float>(count);
        for (int i = 0; i < count; i++)
        {
            values[i] = (2 * random.NextSingle()) - 1;
        }

        return values;
    }

    /// <summary><paramref name="chosen"/> of the numbers below <paramref name="count"/>, ascending: what a mask leaves.</summary>
    public static int[] Subset(System.Random random, int count, int chosen)
    {
        int[] all = [.. Enumerable.Range(0, count)];
        random.Shuffle(all);
        return [.. all.Take(chosen).Order()];
    }

    public static int* Copy(EngineMemory memory, IEnumerable<int> values)
    {
        int[] source = [.. values];
        int* copy = memory.Allocate<int>(source.Length);
        source.CopyTo(new Span<int>(copy, source.Length));
        return copy;
    }

    /// <returns>max |a − b| / max |b|; NaN where a value is NaN.</returns>
    public static double Difference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double difference = 0, largest = 0;
        for (int i = 0; i < a.Length; i++)
        {
            difference = Math.Max(difference, Math.Abs((double)a[i] - b[i]));
            largest = Math.Max(largest, Math.Abs((double)b[i]));
        }

        return difference / largest;
    }

    /// <inheritdoc cref="Difference(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public static double Difference(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double difference = 0, largest = 0;
        for (int i = 0; i < a.Length; i++)
        {
            difference = Math.Max(difference, Math.Abs(a[i] - b[i]));
            largest = Math.Max(largest, Math.Abs(b[i]));
        }

        return difference / largest;
    }
}
