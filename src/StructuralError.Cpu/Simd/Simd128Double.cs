using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StructuralError.Cpu.Simd;

/// <summary>Float64 in 128-bit vectors.</summary>
internal readonly unsafe struct Simd128Double : ISimd128<double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAsInt32(int* destination, Vector128<double> value) =>
        Vector128.Narrow(Vector128.ConvertToInt64(value), Vector128<long>.Zero).GetLower().Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> MultiplyAdd(Vector128<double> a, Vector128<double> b, Vector128<double> c) =>
        Vector128.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> WhereEqual(int* numbers, int number) =>
        Vector128.Equals(Vector128.Create((long)numbers[0], numbers[1]), Vector128.Create((long)number)).AsDouble() & Vector128<double>.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> LoadWide(double* source) => Vector128.Load(source);
}
