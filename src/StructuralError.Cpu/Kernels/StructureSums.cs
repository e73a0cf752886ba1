using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Kernels;

/// <summary>
/// Where the Gram parts of a sample's layers are summed: lane by lane (<see cref="Gram{T, TVector, TWide, TSimd}"/>) for few classes,
/// in panels of classes (<see cref="PanelGram{T, TVector, TWide, TSimd}"/>) for many.
/// </summary>
internal static unsafe class StructureSums<T, TVector, TWide, TSimd>
    where T : unmanaged
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    /// <summary>Most classes that are few.</summary>
    public const int Few = SymmetricEigenvalues<T, TVector, TWide, TSimd>.LargestJacobiOrder;

    /// <summary>Float64 values for one sample, working space included.</summary>
    public static int Count(int classes) =>
        classes <= Few ? Gram<T, TVector, TWide, TSimd>.PartialCount(classes) : PanelGram<T, TVector, TWide, TSimd>.Count(classes);

    public static void Clear(double* sums, int classes) => new Span<double>(
        sums, classes <= Few ? Gram<T, TVector, TWide, TSimd>.PartialCount(classes) : PanelGram<T, TVector, TWide, TSimd>.SumCount(classes)).Clear();

    /// <summary>Adds scale · Σ_v a[c, v] · a[c', v].</summary>
    /// <inheritdoc cref="Gram{T, TVector, TWide, TSimd}.Add" path="/param"/>
    public static void Add(T* a, nint stride, int classes, int length, double scale, double* sums)
    {
        if (classes <= Few)
        {
            Gram<T, TVector, TWide, TSimd>.Add(a, stride, classes, length, scale, sums);
            return;
        }

        PanelGram<T, TVector, TWide, TSimd>.Add(a, stride, classes, length, scale, sums);
    }

    /// <summary>target[c, c'] = the sums, both triangles. Shape of target: [C, C].</summary>
    public static void Reduce(double* sums, int classes, double* target)
    {
        if (classes <= Few)
        {
            new Span<double>(target, classes * classes).Clear();
            Gram<T, TVector, TWide, TSimd>.Reduce(sums, classes, target);
            return;
        }

        PanelGram<T, TVector, TWide, TSimd>.Reduce(sums, classes, target);
    }
}
