using System.Text;
using StructuralError.Core.Common;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Queue;

/// <summary>What the processes of one run printed, one after the other. Lines go to the file at once and may come from several threads.</summary>
internal sealed class RunLog : IDisposable
{
    private readonly StreamWriter _writer;
    private readonly Lock _gate = new();
    private bool _broken;

    private RunLog(StreamWriter writer) => _writer = writer;

    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to write there.</exception>
    public static RunLog Open(string path)
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(directory);
        OwnFile.RequireDirectory(directory);
        OwnFile.RequireAlone(path);
        var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 1);
        return new RunLog(new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" });
    }

    public void Write(string line)
    {
        lock (_gate)
        {
            try
            {
                if (!_broken)
                {
                    _writer.WriteLine(Printable.Result(line));
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A log on a full disk must not end the run it tells of.
                _broken = true;
            }
        }
    }

    public void Dispose()
    {
        try
        {
            _writer.Dispose();
        }
        catch (IOException)
        {
            // See above.
        }
    }
}
