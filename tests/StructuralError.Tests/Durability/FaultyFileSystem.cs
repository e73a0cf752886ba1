using StructuralError.Runs.Storage;

namespace StructuralError.Tests.Durability;

/// <summary>
/// The real file system, except that the N-th change, counted from 0, fails. Nothing is really flushed: without a power cut that proves nothing, and it would be most of the
/// time that a test takes.
/// </summary>
internal sealed class FaultyFileSystem(int failing, Fault fault) : IFileSystem
{
    private readonly DiskFileSystem _disk = DiskFileSystem.Instance;

    public Fault Fault => fault;

    /// <summary>What was asked for, in order: <c>write steps.csv</c>.</summary>
    public List<string> Operations { get; } = [];

    public void CreateDirectory(string path)
    {
        Count("create directory", path);
        _disk.CreateDirectory(path);
    }

    public Stream Create(string path, string? replaced = null)
    {
        Count("create", path);
        return new FaultyStream(this, path, _disk.Create(path, replaced));
    }

    public Stream Continue(string path, long length)
    {
        Count("continue", path);
        return new FaultyStream(this, path, _disk.Continue(path, length));
    }

    public Stream Lock(string path)
    {
        Count("lock", path);
        return _disk.Lock(path);
    }

    public void FlushToDisk(Stream file) => Count("flush", ((FaultyStream)file).Path);

    public void Close(Stream file)
    {
        var faulty = (FaultyStream)file;
        file.Dispose();
        Count("close", faulty.Path);
    }

    public void Move(string from, string to)
    {
        Count("move", to);
        _disk.Move(from, to);
    }

    public void Delete(string path)
    {
        Count("delete", path);
        _disk.Delete(path);
    }

    public void DeleteDirectory(string path)
    {
        Count("delete directory", path);
        _disk.DeleteDirectory(path);
    }

    public void SyncDirectory(string path) => Count("sync directory", path);

    private void Count(string operation, string path)
    {
        Note($"{operation} {Path.GetFileName(path)}");
        if (Fails())
        {
            throw fault.Exception(path);
        }
    }

    private void Note(string operation) => Operations.Add(operation);

    private bool Fails() => Operations.Count - 1 == failing || (fault.Lasts && Operations.Count - 1 > failing);

    private sealed class FaultyStream(FaultyFileSystem files, string path, Stream inner) : Stream
    {
        public string Path => path;

        public override bool CanRead => inner.CanRead;

        public override bool CanSeek => inner.CanSeek;

        public override bool CanWrite => inner.CanWrite;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            files.Note($"write {System.IO.Path.GetFileName(path)}");
            if (files.Fails())
            {
                inner.Write(buffer[..(files.Fault.IsShortWrite ? buffer.Length / 2 : 0)]);
                throw files.Fault.Exception(path);
            }

            inner.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => inner.SetLength(value);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
