using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StructuralError.Cpu.Simd;

/// <summary>Float32 in 128-bit vectors.</summary>
internal readonly unsafe struct Simd128Single : ISimd128<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAsInt32(int* destination, Vector128<float> value) => Vector128.ConvertToInt32Native(value).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> WhereEqual(int* numbers, int number) =>
        Vector128.Equals(Vector128.Load(numbers), Vector128.Create(number)).AsSingle() & Vector128<float>.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> LoadWide(float* source) => Vector128.Create((double)source[0], source[1]);
}
