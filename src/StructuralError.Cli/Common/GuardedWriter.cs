using System.Text;

namespace StructuralError.Cli.Common;

/// <summary>Passes text on to a standard stream and decides what happens where that cannot be written: a full disk, a stream that was closed.</summary>
internal sealed class GuardedWriter(TextWriter inner, Action<Exception> failed) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    /// <summary>For results: whoever asked for them is told that they did not arrive.</summary>
    public static GuardedWriter ForResults(TextWriter inner) =>
        new(inner, exception => throw new IOException(
            $"standard output cannot be written: {(exception is UnauthorizedAccessException ? "it is closed, or not open for writing." : exception.Message)}",
            exception));

    /// <summary>For messages, which are dropped: a log on a full disk must not end a run, nor hide its exit code.</summary>
    public static GuardedWriter ForMessages(TextWriter inner) => new(inner, _ => { });

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            failed(exception);
        }
    }
}
