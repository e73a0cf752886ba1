namespace StructuralError.Cli.Queue;

/// <summary>Failures only.</summary>
internal sealed class QuietQueueDisplay(TextWriter output) : TextQueueDisplay
{
    protected override void Say(string line)
    {
    }

    protected override void Complain(string line) => output.WriteLine(line);
}
