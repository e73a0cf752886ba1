using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StructuralError.Cpu.Simd;

/// <summary>
/// Reciprocals from the hardware's 14-bit estimate by two Newton steps each: the divider takes one vector every ten to twenty cycles,
/// multiply-adds two every cycle.
/// </summary>
internal static class NewtonSteps
{
    /// <summary>r ← r + r·(1 − a·r), twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Reciprocal(Vector512<double> a)
    {
        if (!Avx512F.IsSupported)
        {
            return Vector512<double>.One / a;
        }

        Vector512<double> r = Avx512F.Reciprocal14(a);
        r = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(-a, r, Vector512<double>.One), r, r);
        return Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(-a, r, Vector512<double>.One), r, r);
    }

    /// <summary>r ← r + r/2·(1 − a·r²), twice; the second step's remainder is fused, so that its rounding does not count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ReciprocalSqrt(Vector512<double> a)
    {
        if (!Avx512F.IsSupported)
        {
            return Vector512<double>.One / Vector512.Sqrt(a);
        }

        Vector512<double> half = Vector512.Create(0.5);
        Vector512<double> r = Avx512F.ReciprocalSqrt14(a);
        r = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(-a * r, r, Vector512<double>.One), half * r, r);
        return Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(-a * r, r, Vector512<double>.One), half * r, r);
    }
}
