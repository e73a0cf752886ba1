using StructuralError.Cpu.Kernels;
using StructuralError.Tests.Kernels.Scalar;
using Xunit;

namespace StructuralError.Tests.Kernels;

public sealed class TransposeTests
{
    private static readonly int[] Sizes = [0, 1, 2, 7, 15, 16, 17, 31, 32, 33, 50];

    [Fact]
    public void Copy_Single_IsTheScalarCopy() => Compare<float>(i => i + 0.5f);

    [Fact]
    public void Copy_Double_IsTheScalarCopy() => Compare<double>(i => i + 0.5);

    private static unsafe void Compare<T>(Func<int, T> element)
        where T : unmanaged
    {
        foreach (int rows in Sizes)
        {
            foreach (int columns in Sizes)
            {
                int sourceStride = columns + 2, destinationStride = rows + 3;
                using var source = new GuardedBuffer<T>(rows * sourceStride);
                using var destination = new GuardedBuffer<T>(columns * destinationStride);
                for (int i = 0; i < source.Length; i++)
                {
                    source.Span[i] = element(i);
                }

                T[] expected = destination.Span.ToArray();
                Transpose<T>.Copy(source.Origin, sourceStride, rows, columns, destination.Origin, destinationStride);

                ScalarTranspose.Copy(source.Span, sourceStride, rows, columns, expected.AsSpan(), destinationStride);
                Assert.Equal(expected, destination.Span.ToArray());
                destination.AssertUntouchedExcept(i => i % destinationStride < rows, $"{rows} × {columns}");
            }
        }
    }
}
