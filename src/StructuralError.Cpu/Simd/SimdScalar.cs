using System.Numerics;
using System.Runtime.CompilerServices;

namespace StructuralError.Cpu.Simd;

/// <summary>One element at a time, of either type: where no vector hardware is.</summary>
internal readonly unsafe struct SimdScalar<T> : ISimd<T, T, double>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static string Name => "scalar";

    public static int Count => 1;

    public static int WideCount => 1;

    public static T Zero => T.Zero;

    public static double WideZero => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load(T* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* destination, T value) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAsInt32(int* destination, T value) => *destination = int.CreateTruncating(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Broadcast(T value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Add(T a, T b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Subtract(T a, T b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Multiply(T a, T b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplyAdd(T a, T b, T c) => (a * b) + c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SelectGreater(T a, T b, T x, T y) => a > b ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SelectNaN(T a, T x, T y) => T.IsNaN(a) ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NonZeroMask(T value) => value != T.Zero ? 1u : 0u;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T WhereEqual(int* numbers, int number) => *numbers == number ? T.One : T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LoadWide(T* source) => double.CreateTruncating(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WideLoad(double* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WideStore(double* destination, double value) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WideBroadcast(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WideAdd(double a, double b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WideSubtract(double a, double b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WideMultiply(double a, double b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WideReciprocal(double a) => 1 / a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WideReciprocalSqrt(double a) => 1 / Math.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WideAbs(double a) => Math.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WideMultiplyAdd(double a, double b, double c) => (a * b) + c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WideSelectGreater(double a, double b, double x, double y) => a > b ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool WideAnyGreater(double a, double b) => a > b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WideSum(double a) => a;
}
