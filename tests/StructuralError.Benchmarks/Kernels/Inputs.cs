using StructuralError.Cpu.Kernels;
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

    /// <summary>A term for each of <paramref name="chosen"/>: scalar k, vector k of <paramref name="width"/> elements.</summary>
    public static Term* Terms(EngineMemory memory, int[] chosen, int width)
    {
        Term* terms = memory.Allocate<Term>(chosen.Length);
        for (int k = 0; k < chosen.Length; k++)
        {
            terms[k] = new Term { X = chosen[k], W = chosen[k] * width };
        }

        return terms;
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
