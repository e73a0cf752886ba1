using StructuralError.Cpu.Kernels;
using Xunit;

namespace StructuralError.Tests.Kernels;

public sealed unsafe class TermRunsTests
{
    [Fact]
    public void Write_AnyCount_OffsetsScaledAndShifted()
    {
        var random = new System.Random(46);
        for (int count = 0; count <= 50; count++)
        {
            using var x = new GuardedBuffer<int>(count + TermRuns.Slack);
            using var w = new GuardedBuffer<int>(count + TermRuns.Slack);
            using var destination = new GuardedBuffer<Term>(count + TermRuns.Slack);
            for (int i = 0; i < count; i++)
            {
                x.Span[i] = random.Next();
                w.Span[i] = random.Next(5000);
            }

            // Weights may lie before the first: offsets are shifted back by columns.
            int scale = random.Next(200), shift = random.Next(-100_000, 100_000);
            TermRuns.Write(x.Origin, w.Origin, count, scale, shift, destination.Origin);

            for (int i = 0; i < count; i++)
            {
                Assert.Equal((x.Span[i], (w.Span[i] * scale) + shift), (destination.Span[i].X, destination.Span[i].W));
            }

            destination.AssertUntouchedExcept(_ => true, "beyond the slack");
        }
    }
}
