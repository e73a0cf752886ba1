namespace StructuralError.Runs.Storage;

/// <summary>Reads small files that the user names, which may be anything: a file, a pipe, a device without an end.</summary>
internal static class BoundedFile
{
    /// <summary>
    /// The content; null where it has more than <paramref name="limit"/> bytes. Takes memory as the content grows, not as its length says: a pipe has none.
    /// </summary>
    /// <exception cref="IOException">It cannot be read, or is a pipe with a name: to open that would wait for ever where nobody writes to it.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to read it, or it is a directory.</exception>
    public static byte[]? Read(string path, int limit)
    {
        // A pipe that is open already, as /dev/stdin or /dev/fd/63, leads to no file that could be looked at.
        if (FileStatus.OfEntry(LinkChain.End(path))?.Kind == FileKind.Pipe)
        {
            throw new IOException($"'{path}' is a pipe that would be waited for; give a file, or redirect standard input and give /dev/stdin.");
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var content = new MemoryStream();
        byte[] piece = new byte[1 << 14];
        int read;
        while (content.Length <= limit && (read = stream.Read(piece)) > 0)
        {
            content.Write(piece, 0, read);
        }

        return content.Length <= limit ? content.ToArray() : null;
    }
}
