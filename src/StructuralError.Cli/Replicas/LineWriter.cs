using System.Text;

namespace StructuralError.Cli.Replicas;

/// <summary>Hands on what is written line by line. Not safe for use by several threads at once.</summary>
internal sealed class LineWriter(Action<string> take) : TextWriter
{
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        switch (value)
        {
            case '\n':
                take(_line.ToString());
                _line.Clear();
                break;
            case '\r':
                break;
            default:
                _line.Append(value);
                break;
        }
    }
}
