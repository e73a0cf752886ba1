using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StructuralError.Cpu.Simd;

/// <summary>What is the same for both element types in 128-bit vectors.</summary>
internal unsafe interface ISimd128<T> : ISimd<T, Vector128<T>, Vector128<double>>
    where T : unmanaged
{
    static string ISimd<T, Vector128<T>, Vector128<double>>.Name => "vector128";

    static int ISimd<T, Vector128<T>, Vector128<double>>.Count => Vector128<T>.Count;

    static int ISimd<T, Vector128<T>, Vector128<double>>.WideCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<T> ISimd<T, Vector128<T>, Vector128<double>>.Load(T* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ISimd<T, Vector128<T>, Vector128<double>>.Store(T* destination, Vector128<T> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<T> ISimd<T, Vector128<T>, Vector128<double>>.Broadcast(T value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<T> ISimd<T, Vector128<T>, Vector128<double>>.Add(Vector128<T> a, Vector128<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<T> ISimd<T, Vector128<T>, Vector128<double>>.Subtract(Vector128<T> a, Vector128<T> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<T> ISimd<T, Vector128<T>, Vector128<double>>.Multiply(Vector128<T> a, Vector128<T> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<T> ISimd<T, Vector128<T>, Vector128<double>>.SelectGreater(Vector128<T> a, Vector128<T> b, Vector128<T> x, Vector128<T> y) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<T> ISimd<T, Vector128<T>, Vector128<double>>.SelectNaN(Vector128<T> a, Vector128<T> x, Vector128<T> y) =>
        Vector128.ConditionalSelect(Vector128.Equals(a, a), y, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint ISimd<T, Vector128<T>, Vector128<double>>.NonZeroMask(Vector128<T> value) =>
        (uint)(~Vector128.Equals(value, Vector128<T>.Zero)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ISimd<T, Vector128<T>, Vector128<double>>.WideLoad(double* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ISimd<T, Vector128<T>, Vector128<double>>.WideStore(double* destination, Vector128<double> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ISimd<T, Vector128<T>, Vector128<double>>.WideBroadcast(double value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ISimd<T, Vector128<T>, Vector128<double>>.WideAdd(Vector128<double> a, Vector128<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ISimd<T, Vector128<T>, Vector128<double>>.WideSubtract(Vector128<double> a, Vector128<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ISimd<T, Vector128<T>, Vector128<double>>.WideMultiply(Vector128<double> a, Vector128<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ISimd<T, Vector128<T>, Vector128<double>>.WideReciprocal(Vector128<double> a) => Vector128<double>.One / a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ISimd<T, Vector128<T>, Vector128<double>>.WideReciprocalSqrt(Vector128<double> a) =>
        Vector128<double>.One / Vector128.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ISimd<T, Vector128<T>, Vector128<double>>.WideAbs(Vector128<double> a) => Vector128.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ISimd<T, Vector128<T>, Vector128<double>>.WideMultiplyAdd(Vector128<double> a, Vector128<double> b, Vector128<double> c) =>
        Vector128.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ISimd<T, Vector128<T>, Vector128<double>>.WideSelectGreater(
        Vector128<double> a, Vector128<double> b, Vector128<double> x, Vector128<double> y) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool ISimd<T, Vector128<T>, Vector128<double>>.WideAnyGreater(Vector128<double> a, Vector128<double> b) => Vector128.GreaterThanAny(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ISimd<T, Vector128<T>, Vector128<double>>.WideSum(Vector128<double> a) => Vector128.Sum(a);
}
