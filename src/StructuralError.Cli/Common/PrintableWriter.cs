using System.Text;
using StructuralError.Core.Common;

namespace StructuralError.Cli.Common;

/// <summary>Passes on what may be printed: a line through <paramref name="line"/>, anything else without control characters.</summary>
internal sealed class PrintableWriter(TextWriter inner, Func<string, string> line) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value) => inner.Write(Printable.Lines(value ?? string.Empty));

    public override void WriteLine() => inner.WriteLine();

    public override void WriteLine(string? value) => inner.WriteLine(line(value ?? string.Empty));

    public override void Flush() => inner.Flush();
}
