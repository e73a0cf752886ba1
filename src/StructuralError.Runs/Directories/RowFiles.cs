using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Directories;

/// <summary>
/// The row files of one run, whatever their number: each is made anew, or goes on where the checkpoint left it. Whoever writes rows hands over whole rows,
/// and has handed over all of them when <see cref="Marks"/> is asked for.
/// </summary>
/// <param name="marks">Of the checkpoint that the run goes on from; empty for a new run.</param>
public sealed class RowFiles(string directory, IReadOnlyList<FileMark> marks, IFileSystem files) : IDisposable
{
    private readonly SortedList<string, RowFile> _open = new(StringComparer.Ordinal);

    /// <summary>Opens a file of this name; it stays this object's. Its <see cref="RowFile.Header"/> is null where it needs one.</summary>
    /// <exception cref="ArgumentException">The file is open already.</exception>
    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: it cannot be opened.</exception>
    public RowFile Open(string name)
    {
        if (_open.ContainsKey(name))
        {
            throw new ArgumentException($"{name} is open already", nameof(name));
        }

        string path = Path.Combine(directory, name);
        RowFile file = marks.FirstOrDefault(mark => mark.Name == name) is { } mark
            ? RowFile.Continue(path, mark, files)
            : RowFile.Create(path, files);
        _open.Add(name, file);
        return file;
    }

    /// <summary>How far the open files have come, in the order of their names.</summary>
    public ImmutableArray<FileMark> Marks() => [.. _open.Values.Select(file => file.Mark())];

    /// <summary>Waits until all rows are on the disk.</summary>
    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: the disk is full or the like.</exception>
    public void FlushToDisk()
    {
        foreach (RowFile file in _open.Values)
        {
            file.FlushToDisk();
        }
    }

    /// <summary>Closes all files: their rows are on the disk then. Nothing can be written any more.</summary>
    /// <inheritdoc cref="FlushToDisk" path="/exception"/>
    public void Complete()
    {
        foreach (RowFile file in _open.Values)
        {
            file.Complete();
        }
    }

    public void Dispose()
    {
        foreach (RowFile file in _open.Values)
        {
            file.Dispose();
        }
    }
}
