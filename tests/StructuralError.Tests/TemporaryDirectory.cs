using System.Diagnostics;

namespace StructuralError.Tests;

/// <summary>A directory for one test, gone afterwards. Its name has a space, a quote and a letter outside ASCII.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    public TemporaryDirectory() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"structural 'error' ä {Guid.NewGuid():N}");

    /// <summary>Names of everything in it, hidden files too.</summary>
    public string[] Names => [.. Directory.EnumerateFileSystemEntries(Path).Select(path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        string path = WithDirectory(name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public string Write(string name, byte[] content)
    {
        string path = WithDirectory(name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Tries again for a while: what a program that was ended at once had started ends a tenth of a second later, on a busy machine more.</summary>
    public void Dispose()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
                return;
            }
            catch (DirectoryNotFoundException) when (!Directory.Exists(Path))
            {
                return;
            }
            catch (IOException) when (waited.Elapsed < Grace)
            {
                Thread.Sleep(20);
            }
        }
    }

    private string WithDirectory(string name)
    {
        string path = File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }
}
