using System.Text;
using StructuralError.Cli.Common;
using Xunit;

namespace StructuralError.Tests.Cli;

public sealed class GuardedWriterTests
{
    [Fact]
    public void Write_InnerWorks_PassesEverythingOn()
    {
        using var inner = new StringWriter();
        using var writer = GuardedWriter.ForResults(inner);
        writer.Write('a');
        writer.Write("b");
        writer.Write("xcy".ToCharArray(), 1, 1);
        writer.Write(FormattableString.Invariant($"{1}"));
        writer.WriteLine("d");
        writer.Flush();
        Assert.Equal("abc1d" + inner.NewLine, inner.ToString());
    }

    [Fact]
    public void Write_MessagesOnAFullDisk_AreDropped()
    {
        using var writer = GuardedWriter.ForMessages(new FullWriter());
        writer.Write('a');
        writer.Write("b");
        writer.WriteLine("c");
        writer.WriteLine();
        writer.Flush();
    }

    [Fact]
    public void Write_ResultsOnAFullDisk_NamesTheStream()
    {
        using var writer = GuardedWriter.ForResults(new FullWriter());
        IOException error = Assert.Throws<IOException>(() => writer.WriteLine("x"));
        Assert.Equal("standard output cannot be written: No space left on device", error.Message);
    }

    private sealed class FullWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("No space left on device");

        public override void Flush() => throw new IOException("No space left on device");
    }
}
