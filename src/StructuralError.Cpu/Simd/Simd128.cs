using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StructuralError.Cpu.Simd;

/// <summary>128-bit vectors. Which element type it is, is known where a method is compiled.</summary>
internal readonly unsafe struct Simd128<T> : ISimd<T, Vector128<T>, Vector128<double>>
    where T : unmanaged
{
    public static string Name => "vector128";

    public static int Count => Vector128<T>.Count;

    public static int WideCount => 2;

    public static Vector128<T> Zero => Vector128<T>.Zero;

    public static Vector128<double> WideZero => Vector128<double>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load(T* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* destination, Vector128<T> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAsInt32(int* destination, Vector128<T> value)
    {
        if (typeof(T) == typeof(float))
        {
            Vector128.ConvertToInt32Native(value.AsSingle()).Store(destination);
        }
        else
        {
            Vector128.Narrow(Vector128.ConvertToInt64(value.AsDouble()), Vector128<long>.Zero).GetLower().Store(destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Broadcast(T value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Add(Vector128<T> a, Vector128<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Subtract(Vector128<T> a, Vector128<T> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Multiply(Vector128<T> a, Vector128<T> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MultiplyAdd(Vector128<T> a, Vector128<T> b, Vector128<T> c) => typeof(T) == typeof(float)
        ? Vector128.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Vector128.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> SelectGreater(Vector128<T> a, Vector128<T> b, Vector128<T> x, Vector128<T> y) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> SelectNaN(Vector128<T> a, Vector128<T> x, Vector128<T> y) => Vector128.ConditionalSelect(Vector128.Equals(a, a), y, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NonZeroMask(Vector128<T> value) => (uint)(~Vector128.Equals(value, Vector128<T>.Zero)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> WhereEqual(int* numbers, int number) =>
        (typeof(T) == typeof(float)
            ? Vector128.Equals(Vector128.Load(numbers), Vector128.Create(number)).As<int, T>()
            : Vector128.Equals(Vector128.Create((long)numbers[0], numbers[1]), Vector128.Create((long)number)).As<long, T>())
        & Vector128<T>.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> LoadWide(T* source) => typeof(T) == typeof(double)
        ? Vector128.Load((double*)source)
        : Vector128.Create((double)((float*)source)[0], ((float*)source)[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> WideLoad(double* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WideStore(double* destination, Vector128<double> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> WideBroadcast(double value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> WideAdd(Vector128<double> a, Vector128<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> WideSubtract(Vector128<double> a, Vector128<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> WideMultiply(Vector128<double> a, Vector128<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> WideReciprocal(Vector128<double> a) => Vector128<double>.One / a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> WideReciprocalSqrt(Vector128<double> a) => Vector128<double>.One / Vector128.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> WideAbs(Vector128<double> a) => Vector128.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> WideMultiplyAdd(Vector128<double> a, Vector128<double> b, Vector128<double> c) => Vector128.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> WideSelectGreater(Vector128<double> a, Vector128<double> b, Vector128<double> x, Vector128<double> y) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool WideAnyGreater(Vector128<double> a, Vector128<double> b) => Vector128.GreaterThanAny(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WideSum(Vector128<double> a) => Vector128.Sum(a);
}
