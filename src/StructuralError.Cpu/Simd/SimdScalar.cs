using System.Runtime.CompilerServices;

namespace StructuralError.Cpu.Simd;

/// <summary>Float32, one element at a time: where no vector hardware is.</summary>
internal readonly unsafe struct ScalarSingle : ISimd<float, float, double>
{
    public static string Name => "scalar";

    public static int Count => 1;

    public static int WideCount => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(float* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, float value) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAsInt32(int* destination, float value) => *destination = (int)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Broadcast(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float a, float b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float a, float b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c) => (a * b) + c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SelectGreater(float a, float b, float x, float y) => a > b ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SelectNaN(float a, float x, float y) => float.IsNaN(a) ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NonZeroMask(float value) => value != 0 ? 1u : 0u;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float WhereEqual(int* numbers, int number) => *numbers == number ? 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LoadWide(float* source) => *source;

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

/// <summary>Float64, one element at a time: where no vector hardware is.</summary>
internal readonly unsafe struct ScalarDouble : ISimd<double, double, double>
{
    public static string Name => "scalar";

    public static int Count => 1;

    public static int WideCount => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Load(double* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, double value) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAsInt32(int* destination, double value) => *destination = (int)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Broadcast(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Add(double a, double b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Subtract(double a, double b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Multiply(double a, double b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MultiplyAdd(double a, double b, double c) => (a * b) + c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SelectGreater(double a, double b, double x, double y) => a > b ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SelectNaN(double a, double x, double y) => double.IsNaN(a) ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NonZeroMask(double value) => value != 0 ? 1u : 0u;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WhereEqual(int* numbers, int number) => *numbers == number ? 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LoadWide(double* source) => *source;

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
