using StructuralError.Experiments.Queue;
using Xunit;

namespace StructuralError.Tests.Queue;

public sealed class RunOutputTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Open_SecondProcessOfTheRun_GoesOnAfterTheFirst()
    {
        string path = _directory.File("logs/r0.log");
        foreach (string line in (string[])["first", "second"])
        {
            using RunOutput output = RunOutput.Open(path, _ => { });
            output.Out(line);
            Assert.EndsWith(line + "\n", File.ReadAllText(path), StringComparison.Ordinal);
        }

        Assert.Equal("first\nsecond\n", File.ReadAllText(path));
    }
}
