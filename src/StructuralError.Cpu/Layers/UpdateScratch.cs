using System.Numerics;
using StructuralError.Core.Engines;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;

namespace StructuralError.Cpu.Layers;

/// <summary>One worker's working space of the update phase.</summary>
internal sealed unsafe class UpdateScratch<T>(int batch, int gradientLength, bool isAlone, EngineMemory memory)
    where T : unmanaged, INumber<T>
{
    /// <summary>Inputs of a linear layer that one task updates: whole vectors.</summary>
    public const int MostInputs = 32;

    private const int SquaresCount = 32;

    /// <summary>Whether there is no other worker: then no other core has a parameter in its cache.</summary>
    public bool IsAlone { get; } = isAlone;

    public T* Gradient { get; } = memory.Allocate<T>(gradientLength);

    /// <summary>Where an update task sums squares; long enough for every instruction set.</summary>
    public double* Squares { get; } = memory.Allocate<double>(SquaresCount);

    /// <summary>One 1, in <typeparamref name="T"/>.</summary>
    public T* One { get; } = Ones(memory);

    /// <summary>0, 1, 2, … for every group.</summary>
    public Term* GroupNumbers { get; } = memory.Terms(BatchDivision.MostGroups, 1, 1);

    /// <summary>Groups that the present batch is cut into.</summary>
    public int Groups { get; set; }

    /// <summary>Words that a batch takes with a bit a sample.</summary>
    public int Words { get; } = (batch + 63) / 64;

    /// <summary>Some inputs of every sample, [input, n].</summary>
    public T* Inputs { get; } = memory.Allocate<T>((batch + 63) / 64 * 64L * MostInputs);

    /// <summary>A bit for each of up to 16 inputs, [n].</summary>
    public ushort* Rows { get; } = memory.Allocate<ushort>((batch + 63) / 64 * 64L);

    /// <summary>The bits of up to <see cref="MostInputs"/> inputs, input by input, [input, <see cref="Words"/>]: bit n % 64 of word n / 64.</summary>
    public ulong* Columns { get; } = memory.Allocate<ulong>((batch + 63) / 64 * (long)MostInputs);

    private static T* Ones(EngineMemory memory)
    {
        T* one = memory.Allocate<T>(1);
        *one = T.One;
        return one;
    }
}
