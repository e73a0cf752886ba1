using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StructuralError.Cpu.Simd;

/// <summary>What is the same for both element types in 512-bit vectors.</summary>
internal unsafe interface ISimd512<T> : ISimd<T, Vector512<T>, Vector512<double>>
    where T : unmanaged
{
    static string ISimd<T, Vector512<T>, Vector512<double>>.Name => "avx512";

    static int ISimd<T, Vector512<T>, Vector512<double>>.Count => Vector512<T>.Count;

    static int ISimd<T, Vector512<T>, Vector512<double>>.WideCount => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<T> ISimd<T, Vector512<T>, Vector512<double>>.Load(T* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ISimd<T, Vector512<T>, Vector512<double>>.Store(T* destination, Vector512<T> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<T> ISimd<T, Vector512<T>, Vector512<double>>.Broadcast(T value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<T> ISimd<T, Vector512<T>, Vector512<double>>.Add(Vector512<T> a, Vector512<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<T> ISimd<T, Vector512<T>, Vector512<double>>.Subtract(Vector512<T> a, Vector512<T> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<T> ISimd<T, Vector512<T>, Vector512<double>>.Multiply(Vector512<T> a, Vector512<T> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<T> ISimd<T, Vector512<T>, Vector512<double>>.SelectGreater(Vector512<T> a, Vector512<T> b, Vector512<T> x, Vector512<T> y) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(a, b), x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<T> ISimd<T, Vector512<T>, Vector512<double>>.SelectNaN(Vector512<T> a, Vector512<T> x, Vector512<T> y) =>
        Vector512.ConditionalSelect(Vector512.Equals(a, a), y, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint ISimd<T, Vector512<T>, Vector512<double>>.NonZeroMask(Vector512<T> value) =>
        (uint)(~Vector512.Equals(value, Vector512<T>.Zero)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ISimd<T, Vector512<T>, Vector512<double>>.WideLoad(double* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ISimd<T, Vector512<T>, Vector512<double>>.WideStore(double* destination, Vector512<double> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ISimd<T, Vector512<T>, Vector512<double>>.WideBroadcast(double value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ISimd<T, Vector512<T>, Vector512<double>>.WideAdd(Vector512<double> a, Vector512<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ISimd<T, Vector512<T>, Vector512<double>>.WideSubtract(Vector512<double> a, Vector512<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ISimd<T, Vector512<T>, Vector512<double>>.WideMultiply(Vector512<double> a, Vector512<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ISimd<T, Vector512<T>, Vector512<double>>.WideReciprocal(Vector512<double> a) => NewtonSteps.Reciprocal(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ISimd<T, Vector512<T>, Vector512<double>>.WideReciprocalSqrt(Vector512<double> a) => NewtonSteps.ReciprocalSqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ISimd<T, Vector512<T>, Vector512<double>>.WideAbs(Vector512<double> a) => Vector512.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ISimd<T, Vector512<T>, Vector512<double>>.WideMultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Vector512.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ISimd<T, Vector512<T>, Vector512<double>>.WideSelectGreater(
        Vector512<double> a, Vector512<double> b, Vector512<double> x, Vector512<double> y) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(a, b), x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool ISimd<T, Vector512<T>, Vector512<double>>.WideAnyGreater(Vector512<double> a, Vector512<double> b) => Vector512.GreaterThanAny(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ISimd<T, Vector512<T>, Vector512<double>>.WideSum(Vector512<double> a) => Vector512.Sum(a);
}
