using System.Numerics;
using StructuralError.Core.Engines;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Simd;
using StructuralError.Tests.Kernels.Scalar;
using Xunit;

namespace StructuralError.Tests.Kernels;

public sealed class SgdTests
{
    public static TheoryData<string> Simd => SimdTypes.Accelerated;

    [Theory]
    [MemberData(nameof(Simd))]
    public void Update_AnyLength_IsTheScalarStep(string simd) => SimdTypes.Run(simd, new Lengths());

    [Theory]
    [MemberData(nameof(Simd))]
    public void Update_TenThousandTinySteps_LosesNothing(string simd) => SimdTypes.Run(simd, new TinySteps());

    private sealed class Lengths : IKernelCheck
    {
        private const int Samples = 7;

        private readonly System.Random _random = new(46);

        public void Run<T, TVector, TWide, TSimd>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            SgdOptions[] steps = [new(0.1, 0, 0), new(0.05, 0.9, 0), new(0.2, 0, 0.01), new(0.3, 0.5, 0.25)];
            for (int vectors = 0; vectors <= 5; vectors++)
            {
                foreach (SgdOptions step in steps)
                {
                    Compare<T, TVector, TWide, TSimd>(vectors * TSimd.Count, step);
                }
            }
        }

        private unsafe void Compare<T, TVector, TWide, TSimd>(int length, SgdOptions step)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            using var theta = new GuardedBuffer<T>(length);
            using var momentum = new GuardedBuffer<T>(length);
            using var compensation = new GuardedBuffer<T>(length);
            using var gradient = new GuardedBuffer<T>(length);
            KernelData.Fill(_random, theta.Span);
            KernelData.Fill(_random, momentum.Span);
            KernelData.Fill(_random, gradient.Span);
            compensation.Span.Clear();
            double[] expectedTheta = KernelData.Widen<T>(theta.Span), expectedMomentum = KernelData.Widen<T>(momentum.Span), gradients = KernelData.Widen<T>(gradient.Span);
            double squaredGradient = 3 * gradients.Sum(g => g * g), squaredTheta = 0;
            using var squares = new GuardedBuffer<double>(Sgd<T, TVector, TWide, TSimd>.SquaresCount);
            squares.Span.Clear();
            for (int i = 0; i < 3; i++)
            {
                squaredTheta += KernelData.Widen<T>(theta.Span).Sum(value => value * value);
                Sgd<T, TVector, TWide, TSimd>.Update(
                    theta.Origin, momentum.Origin, compensation.Origin, gradient.Origin, length, Samples, in step, squares.Origin);
                ScalarSgd.Update(expectedTheta, expectedMomentum, gradients, Samples, in step);
            }

            // All numbers stay below 3 in size. A step rounds at most eight times, four constants included; three steps.
            double tolerance = 3 * 8 * 3 * KernelData.UnitRoundoff<T>();
            string what = $"{length} parameters, {step}";
            Engines.Numbers.AssertWithin(expectedMomentum, KernelData.Widen<T>(momentum.Span), tolerance, $"{what}: momentum");
            Engines.Numbers.AssertWithin(expectedTheta, KernelData.Widen<T>(theta.Span), tolerance, $"{what}: theta");
            (double ofGradient, double ofTheta) = Sgd<T, TVector, TWide, TSimd>.Norms(squares.Origin);
            Assert.Equal(squaredGradient, ofGradient, squaredGradient * 1e-14);
            Assert.Equal(squaredTheta, ofTheta, squaredTheta * 8 * KernelData.UnitRoundoff<T>());
            foreach (GuardedBuffer<T> buffer in (GuardedBuffer<T>[])[theta, momentum, compensation, gradient])
            {
                buffer.AssertUntouchedExcept(_ => true, what);
            }
        }
    }

    /// <summary>Steps below half the last bit of θ, which plain float32 addition loses one and all.</summary>
    private sealed class TinySteps : IKernelCheck
    {
        public unsafe void Run<T, TVector, TWide, TSimd>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            const int Steps = 10_000;
            // A power of two: no constant is rounded in either precision.
            var step = new SgdOptions(Math.ScaleB(1, -10), 0, 0);
            using var theta = new GuardedBuffer<T>(TSimd.Count);
            using var momentum = new GuardedBuffer<T>(TSimd.Count);
            using var compensation = new GuardedBuffer<T>(TSimd.Count);
            using var gradient = new GuardedBuffer<T>(TSimd.Count);
            compensation.Span.Clear();
            momentum.Span.Clear();
            double* squares = stackalloc double[Sgd<T, TVector, TWide, TSimd>.SquaresCount];
            double unit = KernelData.UnitRoundoff<T>();
            for (int i = 0; i < TSimd.Count; i++)
            {
                theta.Span[i] = T.CreateTruncating(1 + (0.05 * i));
                gradient.Span[i] = T.CreateTruncating((i % 2 == 0 ? 300 : -300) * unit * (1 + (0.01 * i)));
            }

            double[] start = KernelData.Widen<T>(theta.Span), gradients = KernelData.Widen<T>(gradient.Span);
            Assert.All(Enumerable.Range(0, TSimd.Count), i => Assert.Equal(theta.Span[i], theta.Span[i] - T.CreateTruncating(step.LearningRate * gradients[i])));

            for (int i = 0; i < Steps; i++)
            {
                Sgd<T, TVector, TWide, TSimd>.Update(
                    theta.Origin, momentum.Origin, compensation.Origin, gradient.Origin, TSimd.Count, 1, in step, squares);
            }

            for (int i = 0; i < TSimd.Count; i++)
            {
                // θ − θ₀ is exact: the two are close. So it may be compared beyond the precision of θ itself.
                double moved = double.CreateTruncating(theta.Span[i]) - start[i], expected = -Steps * step.LearningRate * gradients[i];
                double ulp = double.CreateTruncating(T.BitIncrement(theta.Span[i]) - theta.Span[i]);
                Engines.Numbers.AssertAtMost(Math.Abs(moved - expected), ulp, $"[{i}]: moved by {moved:R}, expected {expected:R}; difference");
            }
        }
    }
}
