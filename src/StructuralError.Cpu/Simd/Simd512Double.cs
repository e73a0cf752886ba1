using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StructuralError.Cpu.Simd;

/// <summary>Float64 in 512-bit vectors.</summary>
internal readonly unsafe struct Simd512Double : ISimd512<double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAsInt32(int* destination, Vector512<double> value) =>
        Vector512.Narrow(Vector512.ConvertToInt64Native(value), Vector512<long>.Zero).GetLower().Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Vector512.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> WhereEqual(int* numbers, int number) =>
        Vector512.Equals(Vector512.WidenLower(Vector256.Load(numbers).ToVector512Unsafe()), Vector512.Create((long)number)).AsDouble() & Vector512<double>.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadWide(double* source) => Vector512.Load(source);
}
