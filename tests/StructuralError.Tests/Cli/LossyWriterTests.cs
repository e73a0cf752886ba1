using System.Text;
using StructuralError.Cli;
using Xunit;

namespace StructuralError.Tests.Cli;

public sealed class LossyWriterTests
{
    [Fact]
    public void Write_InnerWorks_PassesEverythingOn()
    {
        using var inner = new StringWriter();
        using var writer = new LossyWriter(inner) { NewLine = "\n" };
        writer.Write('a');
        writer.Write("b");
        writer.Write("xcy".ToCharArray(), 1, 1);
        writer.Write(FormattableString.Invariant($"{1}"));
        writer.WriteLine("d");
        writer.Flush();
        Assert.Equal("abc1d" + inner.NewLine, inner.ToString());
    }

    [Fact]
    public void Write_DiskFull_IsDropped()
    {
        using var writer = new LossyWriter(new FullWriter());
        writer.Write('a');
        writer.Write("b");
        writer.WriteLine("c");
        writer.WriteLine();
        writer.Flush();
    }

    private sealed class FullWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("No space left on device");

        public override void Flush() => throw new IOException("No space left on device");
    }
}
