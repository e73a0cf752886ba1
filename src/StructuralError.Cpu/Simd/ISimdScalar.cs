using System.Numerics;
using System.Runtime.CompilerServices;

namespace StructuralError.Cpu.Simd;

/// <summary>One element at a time, of either type: where no vector hardware is.</summary>
internal unsafe interface ISimdScalar<T> : ISimd<T, T, double>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    static string ISimd<T, T, double>.Name => "scalar";

    static int ISimd<T, T, double>.Count => 1;

    static int ISimd<T, T, double>.WideCount => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T ISimd<T, T, double>.Load(T* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ISimd<T, T, double>.Store(T* destination, T value) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ISimd<T, T, double>.StoreAsInt32(int* destination, T value) => *destination = int.CreateTruncating(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T ISimd<T, T, double>.Broadcast(T value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T ISimd<T, T, double>.Add(T a, T b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T ISimd<T, T, double>.Subtract(T a, T b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T ISimd<T, T, double>.Multiply(T a, T b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T ISimd<T, T, double>.MultiplyAdd(T a, T b, T c) => (a * b) + c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T ISimd<T, T, double>.SelectGreater(T a, T b, T x, T y) => a > b ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T ISimd<T, T, double>.SelectNaN(T a, T x, T y) => T.IsNaN(a) ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint ISimd<T, T, double>.NonZeroMask(T value) => value != T.Zero ? 1u : 0u;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T ISimd<T, T, double>.WhereEqual(int* numbers, int number) => *numbers == number ? T.One : T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ISimd<T, T, double>.LoadWide(T* source) => double.CreateTruncating(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ISimd<T, T, double>.WideLoad(double* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ISimd<T, T, double>.WideStore(double* destination, double value) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ISimd<T, T, double>.WideBroadcast(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ISimd<T, T, double>.WideAdd(double a, double b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ISimd<T, T, double>.WideSubtract(double a, double b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ISimd<T, T, double>.WideMultiply(double a, double b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ISimd<T, T, double>.WideReciprocal(double a) => 1 / a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ISimd<T, T, double>.WideReciprocalSqrt(double a) => 1 / Math.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ISimd<T, T, double>.WideAbs(double a) => Math.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ISimd<T, T, double>.WideMultiplyAdd(double a, double b, double c) => (a * b) + c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ISimd<T, T, double>.WideSelectGreater(double a, double b, double x, double y) => a > b ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool ISimd<T, T, double>.WideAnyGreater(double a, double b) => a > b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ISimd<T, T, double>.WideSum(double a) => a;
}
