using StructuralError.Cpu.Kernels;
using StructuralError.Cuda.Driver;
using Xunit;

namespace StructuralError.Tests.Cuda.Driver;

/// <summary>The kernels' elementary functions (Kernels/functions.h) against .NET's and against values of mpmath.</summary>
[Collection(CudaTests.Name)]
public sealed class FunctionsTests : StubTest
{
    /// <summary>As Kernels/functions.cu numbers them.</summary>
    public enum Function
    {
        Exp,
        Log,
        Tanh,
        Erf,
        Erfc,
    }

    private const double Ulp = 1.0 / (1L << 52);

    [Fact]
    public void Exp_Everywhere_IsThatOfMath() => Compare(Function.Exp, Math.Exp, 2 * Ulp, [.. Between(-745, 709.7), .. Between(-1, 1), -746, 709.79, 1e300, -1e300]);

    [Fact]
    public void Log_Everywhere_IsThatOfMath() => Compare(
        Function.Log, Math.Log, 2 * Ulp, [.. Between(0, 2), .. Between(0.999, 1.001), .. Between(1, 1e300), double.Epsilon, 1e-310, 1, 0, -0.0, -1, double.MaxValue]);

    [Fact]
    public void Tanh_Everywhere_IsThatOfMath() => Compare(Function.Tanh, Math.Tanh, 4 * Ulp, [.. Between(-1, 1), .. Between(-25, 25), 1e-300, -0.0, 1e300]);

    /// <summary>erf x = 2 Φ(√2 x) − 1; the CPU engine's Φ is good to 1e-15.</summary>
    [Fact]
    public void Erf_Everywhere_IsThatOfTheNormalDistribution() =>
        Compare(Function.Erf, x => (2 * NormalDistribution.Cumulative(Math.Sqrt(2) * x)) - 1, double.NaN, [.. Between(-6, 6)], absolute: 4e-15);

    /// <summary>mpmath, 25 digits. The tail keeps its relative accuracy, which 1 − erf would lose.</summary>
    [Theory]
    [InlineData(Function.Erf, 0.1, 0.1124629160182848984)]
    [InlineData(Function.Erf, -0.75, -0.7111556336535151316)]
    [InlineData(Function.Erf, 1.5, 0.9661051464753107271)]
    [InlineData(Function.Erf, 1e-20, 1.128379167095512512e-20)]
    [InlineData(Function.Erfc, -3, 1.999977909503001415)]
    [InlineData(Function.Erfc, 0.5, 0.4795001221869534623)]
    [InlineData(Function.Erfc, 1, 0.1572992070502851307)]
    [InlineData(Function.Erfc, 3, 2.209049699858544137e-5)]
    [InlineData(Function.Erfc, 10, 2.088487583762544757e-45)]
    [InlineData(Function.Erfc, 26, 5.663192408856142846e-296)]
    [InlineData(Function.Erfc, 30, 0)]
    public void ErrorFunction_KnownValues_AreMet(Function function, double x, double expected) => Compare(function, _ => expected, 6 * Ulp, [x]);

    private static double[] Between(double low, double high)
    {
        const int Count = 5000;
        return [.. Enumerable.Range(0, Count).Select(i => low + ((high - low) * (i + 0.37) / Count))];
    }

    private static void Compare(Function function, Func<double, double> expected, double relative, double[] arguments, double absolute = 0)
    {
        double[] x = [.. arguments, double.NaN, double.PositiveInfinity, double.NegativeInfinity];
        double[] y = Apply(function, x);
        for (int i = 0; i < x.Length; i++)
        {
            double wanted = arguments.Length == 1 && i > 0 ? y[i] : expected(x[i]);
            // Below the normal numbers the last place is always as large as there.
            double tolerance = absolute > 0 ? absolute : Math.Max(relative * Math.Abs(wanted), double.Epsilon);
            bool equal = wanted.Equals(y[i]) || Math.Abs(y[i] - wanted) <= tolerance;
            Assert.True(equal, FormattableString.Invariant($"{function}({x[i]:R}) = {y[i]:R}, not {wanted:R}"));
        }
    }

    private static double[] Apply(Function function, double[] x)
    {
        using DeviceContext context = new DeviceContext(0);
        using var stream = new DeviceStream(context);
        using var module = new KernelModule(context, KernelImage.Text);
        using var source = new DeviceBuffer(context, x.Length * sizeof(double));
        using var destination = new DeviceBuffer(context, x.Length * sizeof(double));
        stream.Upload<double>(source.Address, x);
        stream.Launch(module.Kernel("functions_f64"), LaunchShape.Cover(x.Length, 128), destination, source, (int)function, x.Length);
        double[] y = new double[x.Length];
        stream.Download(y.AsSpan(), destination.Address);
        return y;
    }
}
