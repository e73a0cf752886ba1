using StructuralError.Tests.Data;
using Xunit;

namespace StructuralError.Tests.Cli;

/// <summary>One real run, finished once for all tests of a class, and copies of it to damage.</summary>
public sealed class FinishedRunFixture : IDisposable
{
    private readonly Session _session = new() { UsesRealServices = true };

    public FinishedRunFixture()
    {
        Data = TinyDataset.Write(_session.Directory.File("tiny data"));
        Assert.Equal(0, _session.Run("train", "--model", "b", "--set", "width=8", "--dataset", Data, "--epochs", "20", "--per-sample", "--quiet", "--out", _session.RunPath));
    }

    public string Data { get; }

    /// <summary>The run as it was written.</summary>
    internal string Run => _session.RunPath;

    /// <summary>A copy under another name.</summary>
    internal string Copy(string target)
    {
        foreach (string file in Directory.EnumerateFiles(Run, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(Run, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return target;
    }

    public void Dispose() => _session.Dispose();
}
