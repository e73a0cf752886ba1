using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StructuralError.Cpu.Simd;

/// <summary>256-bit vectors. Which element type it is, is known where a method is compiled.</summary>
internal readonly unsafe struct Simd256<T> : ISimd<T, Vector256<T>, Vector256<double>>
    where T : unmanaged
{
    public static string Name => "avx2";

    public static int Count => Vector256<T>.Count;

    public static int WideCount => 4;

    public static Vector256<T> Zero => Vector256<T>.Zero;

    public static Vector256<double> WideZero => Vector256<double>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load(T* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* destination, Vector256<T> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAsInt32(int* destination, Vector256<T> value)
    {
        if (typeof(T) == typeof(float))
        {
            Vector256.ConvertToInt32Native(value.AsSingle()).Store(destination);
        }
        else
        {
            Vector256.Narrow(Vector256.ConvertToInt64(value.AsDouble()), Vector256<long>.Zero).GetLower().Store(destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Broadcast(T value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Add(Vector256<T> a, Vector256<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Subtract(Vector256<T> a, Vector256<T> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Multiply(Vector256<T> a, Vector256<T> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd(Vector256<T> a, Vector256<T> b, Vector256<T> c) => typeof(T) == typeof(float)
        ? Vector256.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Vector256.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> SelectGreater(Vector256<T> a, Vector256<T> b, Vector256<T> x, Vector256<T> y) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(a, b), x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> SelectNaN(Vector256<T> a, Vector256<T> x, Vector256<T> y) => Vector256.ConditionalSelect(Vector256.Equals(a, a), y, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NonZeroMask(Vector256<T> value) => (uint)(~Vector256.Equals(value, Vector256<T>.Zero)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> WhereEqual(int* numbers, int number) =>
        (typeof(T) == typeof(float)
            ? Vector256.Equals(Vector256.Load(numbers), Vector256.Create(number)).As<int, T>()
            : Vector256.Equals(Vector256.WidenLower(Vector128.Load(numbers).ToVector256Unsafe()), Vector256.Create((long)number)).As<long, T>())
        & Vector256<T>.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadWide(T* source) => typeof(T) == typeof(double)
        ? Vector256.Load((double*)source)
        : Avx.IsSupported
        ? Avx.ConvertToVector256Double(Vector128.Load((float*)source))
        : Vector256.WidenLower(Vector256.Create(Vector128.Load((float*)source), Vector128<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> WideLoad(double* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WideStore(double* destination, Vector256<double> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> WideBroadcast(double value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> WideAdd(Vector256<double> a, Vector256<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> WideSubtract(Vector256<double> a, Vector256<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> WideMultiply(Vector256<double> a, Vector256<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> WideReciprocal(Vector256<double> a) => Vector256<double>.One / a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> WideReciprocalSqrt(Vector256<double> a) => Vector256<double>.One / Vector256.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> WideAbs(Vector256<double> a) => Vector256.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> WideMultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Vector256.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> WideSelectGreater(Vector256<double> a, Vector256<double> b, Vector256<double> x, Vector256<double> y) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(a, b), x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool WideAnyGreater(Vector256<double> a, Vector256<double> b) => Vector256.GreaterThanAny(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WideSum(Vector256<double> a) => Vector256.Sum(a);
}
