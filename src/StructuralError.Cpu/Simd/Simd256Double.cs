using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StructuralError.Cpu.Simd;

/// <summary>Float64 in 256-bit vectors.</summary>
internal readonly unsafe struct Simd256Double : ISimd256<double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAsInt32(int* destination, Vector256<double> value) =>
        Vector256.Narrow(Vector256.ConvertToInt64(value), Vector256<long>.Zero).GetLower().Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Vector256.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> WhereEqual(int* numbers, int number) =>
        Vector256.Equals(Vector256.WidenLower(Vector128.Load(numbers).ToVector256Unsafe()), Vector256.Create((long)number)).AsDouble() & Vector256<double>.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadWide(double* source) => Vector256.Load(source);
}
