using System.Text;
using StructuralError.Core.Common;

namespace StructuralError.Cli.Common;

/// <summary>Passes on what may be printed: a line through <paramref name="line"/>, anything else without control characters.</summary>
internal sealed class PrintableWriter(TextWriter inner, Func<string, string> line) : TextWriter(inner.FormatProvider)
{
    // Runs side by side may write from several threads.
    private readonly TextWriter _inner = Synchronized(inner);

    public override Encoding Encoding => _inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value) => _inner.Write(Printable.Lines(value ?? string.Empty));

    public override void WriteLine() => _inner.WriteLine();

    public override void WriteLine(string? value) => _inner.WriteLine(line(value ?? string.Empty));

    public override void Flush() => _inner.Flush();
}
