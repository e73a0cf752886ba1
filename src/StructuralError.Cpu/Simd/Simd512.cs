using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StructuralError.Cpu.Simd;

/// <summary>512-bit vectors. Which element type it is, is known where a method is compiled.</summary>
/// <remarks>
/// Reciprocals from the hardware's 14-bit estimate by two Newton steps each: the divider takes one vector every ten to twenty cycles,
/// multiply-adds two every cycle.
/// </remarks>
internal readonly unsafe struct Simd512<T> : ISimd<T, Vector512<T>, Vector512<double>>
    where T : unmanaged
{
    public static string Name => "avx512";

    public static int Count => Vector512<T>.Count;

    public static int WideCount => 8;

    public static Vector512<T> Zero => Vector512<T>.Zero;

    public static Vector512<double> WideZero => Vector512<double>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(T* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* destination, Vector512<T> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAsInt32(int* destination, Vector512<T> value)
    {
        if (typeof(T) == typeof(float))
        {
            Vector512.ConvertToInt32Native(value.AsSingle()).Store(destination);
        }
        else
        {
            Vector512.Narrow(Vector512.ConvertToInt64Native(value.AsDouble()), Vector512<long>.Zero).GetLower().Store(destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Broadcast(T value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Add(Vector512<T> a, Vector512<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Subtract(Vector512<T> a, Vector512<T> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Multiply(Vector512<T> a, Vector512<T> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd(Vector512<T> a, Vector512<T> b, Vector512<T> c) => typeof(T) == typeof(float)
        ? Vector512.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Vector512.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> SelectGreater(Vector512<T> a, Vector512<T> b, Vector512<T> x, Vector512<T> y) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(a, b), x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> SelectNaN(Vector512<T> a, Vector512<T> x, Vector512<T> y) => Vector512.ConditionalSelect(Vector512.Equals(a, a), y, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NonZeroMask(Vector512<T> value) => (uint)(~Vector512.Equals(value, Vector512<T>.Zero)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> WhereEqual(int* numbers, int number) =>
        (typeof(T) == typeof(float)
            ? Vector512.Equals(Vector512.Load(numbers), Vector512.Create(number)).As<int, T>()
            : Vector512.Equals(Vector512.WidenLower(Vector256.Load(numbers).ToVector512Unsafe()), Vector512.Create((long)number)).As<long, T>())
        & Vector512<T>.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadWide(T* source) => typeof(T) == typeof(double)
        ? Vector512.Load((double*)source)
        : Avx512F.IsSupported
        ? Avx512F.ConvertToVector512Double(Vector256.Load((float*)source))
        : Vector512.WidenLower(Vector512.Create(Vector256.Load((float*)source), Vector256<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> WideLoad(double* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WideStore(double* destination, Vector512<double> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> WideBroadcast(double value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> WideAdd(Vector512<double> a, Vector512<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> WideSubtract(Vector512<double> a, Vector512<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> WideMultiply(Vector512<double> a, Vector512<double> b) => a * b;

    /// <summary>r ← r + r·(1 − a·r), twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> WideReciprocal(Vector512<double> a)
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
    public static Vector512<double> WideReciprocalSqrt(Vector512<double> a)
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> WideAbs(Vector512<double> a) => Vector512.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> WideMultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Vector512.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> WideSelectGreater(Vector512<double> a, Vector512<double> b, Vector512<double> x, Vector512<double> y) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(a, b), x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool WideAnyGreater(Vector512<double> a, Vector512<double> b) => Vector512.GreaterThanAny(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WideSum(Vector512<double> a) => Vector512.Sum(a);
}
