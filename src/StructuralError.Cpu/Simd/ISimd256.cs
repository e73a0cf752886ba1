using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StructuralError.Cpu.Simd;

/// <summary>What is the same for both element types in 256-bit vectors.</summary>
internal unsafe interface ISimd256<T> : ISimd<T, Vector256<T>, Vector256<double>>
    where T : unmanaged
{
    static string ISimd<T, Vector256<T>, Vector256<double>>.Name => "avx2";

    static int ISimd<T, Vector256<T>, Vector256<double>>.Count => Vector256<T>.Count;

    static int ISimd<T, Vector256<T>, Vector256<double>>.WideCount => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<T> ISimd<T, Vector256<T>, Vector256<double>>.Load(T* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ISimd<T, Vector256<T>, Vector256<double>>.Store(T* destination, Vector256<T> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<T> ISimd<T, Vector256<T>, Vector256<double>>.Broadcast(T value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<T> ISimd<T, Vector256<T>, Vector256<double>>.Add(Vector256<T> a, Vector256<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<T> ISimd<T, Vector256<T>, Vector256<double>>.Subtract(Vector256<T> a, Vector256<T> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<T> ISimd<T, Vector256<T>, Vector256<double>>.Multiply(Vector256<T> a, Vector256<T> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<T> ISimd<T, Vector256<T>, Vector256<double>>.SelectGreater(Vector256<T> a, Vector256<T> b, Vector256<T> x, Vector256<T> y) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(a, b), x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<T> ISimd<T, Vector256<T>, Vector256<double>>.SelectNaN(Vector256<T> a, Vector256<T> x, Vector256<T> y) =>
        Vector256.ConditionalSelect(Vector256.Equals(a, a), y, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint ISimd<T, Vector256<T>, Vector256<double>>.NonZeroMask(Vector256<T> value) =>
        (uint)(~Vector256.Equals(value, Vector256<T>.Zero)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ISimd<T, Vector256<T>, Vector256<double>>.WideLoad(double* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ISimd<T, Vector256<T>, Vector256<double>>.WideStore(double* destination, Vector256<double> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ISimd<T, Vector256<T>, Vector256<double>>.WideBroadcast(double value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ISimd<T, Vector256<T>, Vector256<double>>.WideAdd(Vector256<double> a, Vector256<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ISimd<T, Vector256<T>, Vector256<double>>.WideSubtract(Vector256<double> a, Vector256<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ISimd<T, Vector256<T>, Vector256<double>>.WideMultiply(Vector256<double> a, Vector256<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ISimd<T, Vector256<T>, Vector256<double>>.WideReciprocal(Vector256<double> a) => Vector256<double>.One / a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ISimd<T, Vector256<T>, Vector256<double>>.WideReciprocalSqrt(Vector256<double> a) =>
        Vector256<double>.One / Vector256.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ISimd<T, Vector256<T>, Vector256<double>>.WideAbs(Vector256<double> a) => Vector256.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ISimd<T, Vector256<T>, Vector256<double>>.WideMultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Vector256.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ISimd<T, Vector256<T>, Vector256<double>>.WideSelectGreater(
        Vector256<double> a, Vector256<double> b, Vector256<double> x, Vector256<double> y) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(a, b), x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool ISimd<T, Vector256<T>, Vector256<double>>.WideAnyGreater(Vector256<double> a, Vector256<double> b) => Vector256.GreaterThanAny(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ISimd<T, Vector256<T>, Vector256<double>>.WideSum(Vector256<double> a) => Vector256.Sum(a);
}
