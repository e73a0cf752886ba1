using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using StructuralError.Core.Common;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs;

/// <summary>
/// A file that a command writes because it was named. A new file appears whole or not at all. One that is there is replaced only where that is allowed, and a
/// run's own never. What is no file, as <c>/dev/stdout</c>, a pipe or a device, is written through.
/// </summary>
public sealed class OutputFile : IDisposable
{
    private static readonly string[] DescriptorDirectories = ["/dev/fd/", "/proc/self/fd/", "/proc/thread-self/fd/"];

    private readonly string _path;
    private readonly DurableFile? _file;
    private readonly SafeFileHandle? _through;

    private OutputFile(string path, DurableFile? file, SafeFileHandle? through) => (_path, _file, _through) = (path, file, through);

    /// <summary>Refuses at once what <see cref="Open"/> would refuse, before anything is computed.</summary>
    /// <param name="force">Whether a file that is there may be replaced.</param>
    /// <param name="isOwn">Whether a file that is there was made by the same command, so that it may be replaced in any case; null for never.</param>
    /// <returns>Whether it will be a file, and not written through.</returns>
    /// <exception cref="UserErrorException">
    /// <see cref="FailureKind.CannotCreate"/>: a file is there that may not be replaced, a directory, a link or a run's own file.
    /// </exception>
    public static bool Require(string path, bool force, Func<string, bool>? isOwn = null)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new UserErrorException(FailureKind.Usage, "--out: is empty; give the name of the file to write.");
        }

        if (IsThrough(path))
        {
            return false;
        }

        string? objection = FileStatus.OfEntry(path)?.Kind switch
        {
            FileKind.Directory => "is a directory; give --out the name of a file.",
            FileKind.Link => "is a link, which is neither followed nor replaced; give --out the name of the file itself.",
            _ when RunFiles.IsOwn(path) => "is a file of the run in that directory, which nothing else may replace; give another --out.",
            FileKind.Regular when !force && isOwn?.Invoke(path) != true => "exists already; give another --out, or --force to replace it.",
            _ => null,
        };
        return objection is null ? true : throw new UserErrorException(FailureKind.CannotCreate, $"{path}: {objection}");
    }

    /// <summary>Whether the path is that of something that is written through: a pipe, a device, an open file of this process.</summary>
    public static bool IsThrough(string path) => Descriptor(path) is not null || RegularFile.IsSpecial(path);

    /// <param name="files">The operating system's unless given.</param>
    /// <inheritdoc cref="Require" path="/param"/>
    /// <inheritdoc cref="Require" path="/exception"/>
    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: it cannot be written.</exception>
    public static OutputFile Open(string path, bool force, Func<string, bool>? isOwn = null, IFileSystem? files = null)
    {
        if (!Require(path, force, isOwn))
        {
            return new OutputFile(path, null, OpenThrough(path));
        }

        DurableDirectory.MakeFor(path, files);
        string name = Path.GetFileName(path);
        TemporaryName.Sweep(Path.GetDirectoryName(Path.GetFullPath(path))!, target => target == name);
        return new OutputFile(path, new DurableFile(path, files), null);
    }

    /// <summary>Writes a whole file.</summary>
    /// <inheritdoc cref="Open"/>
    /// <inheritdoc cref="Require" path="/returns"/>
    public static bool Write(string path, ReadOnlySpan<byte> content, bool force, Func<string, bool>? isOwn = null, IFileSystem? files = null)
    {
        using OutputFile file = Open(path, force, isOwn, files);
        file.Write(content);
        file.Commit();
        return file._file is not null;
    }

    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: it cannot be written.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_file is not null)
        {
            _file.Write(bytes);
        }
        else
        {
            WriteThrough(_through!, bytes);
        }
    }

    /// <summary>Now the file is there.</summary>
    /// <inheritdoc cref="Write(ReadOnlySpan{byte})" path="/exception"/>
    public void Commit() => _file?.Commit();

    public void Dispose()
    {
        _file?.Dispose();
        _through?.Dispose();
    }

    /// <summary>
    /// The number of an open file of this process: to open <c>/dev/stdout</c> anew where it was redirected into a file would write over what is in it.
    /// </summary>
    private static int? Descriptor(string path) => OperatingSystem.IsWindows() ? null : Number(LinkChain.End(path, at => Number(at) is not null));

    private static int? Number(string path) =>
        DescriptorDirectories.FirstOrDefault(directory => path.StartsWith(directory, StringComparison.Ordinal)) is { } found
        && int.TryParse(path.AsSpan(found.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;

    private static SafeFileHandle OpenThrough(string path)
    {
        if (Descriptor(path) is { } descriptor)
        {
            return new SafeFileHandle(descriptor, ownsHandle: false);
        }

        // Without waiting: a pipe that nobody reads is refused. With waiting then: a slow reader is waited for.
        using SafeFileHandle probe = Libc.Open(Libc.Path(path), Libc.WriteOnly | Libc.NonBlocking | Libc.CloseOnExec);
        if (probe.IsInvalid)
        {
            throw Fault(path, Marshal.GetLastPInvokeError());
        }

        SafeFileHandle handle = Libc.Open(Libc.Path(path), Libc.WriteOnly | Libc.CloseOnExec);
        return handle.IsInvalid ? throw Fault(path, Marshal.GetLastPInvokeError()) : handle;
    }

    private unsafe void WriteThrough(SafeFileHandle file, ReadOnlySpan<byte> bytes)
    {
        const int Interrupted = 4;
        int again = OperatingSystem.IsLinux() ? 11 : 35;
        fixed (byte* start = bytes)
        {
            for (int written = 0; written < bytes.Length;)
            {
                nint count = Libc.Write(file, start + written, (nuint)(bytes.Length - written));
                int error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (error == again)
                {
                    Thread.Sleep(1);
                }
                else if (error is not (0 or Interrupted))
                {
                    throw Fault(_path, error);
                }

                written += (int)Math.Max(count, 0);
            }
        }
    }

    private static UserErrorException Fault(string path, int error)
    {
        const int NobodyReads = 6;
        return error == NobodyReads
            ? new UserErrorException(FailureKind.InputOutput, $"{path}: nobody reads this pipe; start its reader first.")
            : new UserErrorException(FailureKind.InputOutput, $"{path}: cannot be written: {new Win32Exception(error).Message}.");
    }
}
