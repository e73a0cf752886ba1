using System.Runtime.InteropServices;
using TorchSharp;

namespace StructuralError.Torch.Loading;

/// <summary>
/// libtorch, loaded once in a process. TorchSharp's own loader copies half a gigabyte and prints where it fails; here each library is loaded by its full path
/// before TorchSharp asks for it.
/// </summary>
internal sealed class LibTorch
{
    private static readonly Lazy<LibTorch> Shared = new(() => new LibTorch(Environment.GetEnvironmentVariable(NativeFolders.Variable)));

    // In the order in which they need one another. Those of CUDA and OpenMP are not in every libtorch.
    private static readonly string[] Before = ["asmjit", "fbgemm", "libiomp5md", "uv", "c10"];
    private static readonly string[] After = [NativeFolders.LibTorchName, "c10_cuda", "torch_cuda", "torch"];

    private LibTorch(string? named)
    {
        try
        {
            NativeFolders folders = NativeFolders.Find(named);
            Folder = folders.LibTorch;
            Load(folders);
            HasCuda = File.Exists(Path.Combine(folders.LibTorch, NativeFolders.FileName("torch_cuda"))) && torch.cuda.is_available();
            PutHeapInOrder();
            _ = LibrarySwitch.Nnpack.TryTurnOff(Computing);
        }
        catch (TorchException exception)
        {
            Problem = exception.Message;
        }
    }

    /// <summary>Loads it where that has not been tried.</summary>
    public static LibTorch Instance => Shared.Value;

    /// <summary>Why it cannot be used, one line; null where it can.</summary>
    public string? Problem { get; }

    /// <summary>Where it was found.</summary>
    public string? Folder { get; }

    /// <summary>The handle of <c>libtorch_cpu</c>.</summary>
    public nint Computing { get; private set; }

    /// <summary>Whether it sees a CUDA device.</summary>
    public bool HasCuda { get; }

    /// <summary><c>libtorch 2.10.0 by TorchSharp 0.107.0</c>.</summary>
    public static string Versions => $"libtorch {Wanted} by TorchSharp {TorchSharpVersion}";

    /// <summary>The libtorch that TorchSharp was made for.</summary>
    /// <remarks>Not asked of TorchSharp: its first answer would start its own loader.</remarks>
    private static string Wanted => NativeFolders.Built("LibTorchVersion").First();

    private static string TorchSharpVersion => typeof(torch).Assembly.GetName().Version!.ToString(3);

    /// <exception cref="TorchException">It cannot be used.</exception>
    public static void Require()
    {
        if (Instance.Problem is { } problem)
        {
            throw new TorchException(problem);
        }
    }

    /// <summary>One line for a library that does not load.</summary>
    /// <param name="reason">What the system's loader said.</param>
    public static string Explain(string file, string reason)
    {
        if (reason.Contains("GLIBCXX_", StringComparison.Ordinal) || reason.Contains("GLIBC_", StringComparison.Ordinal))
        {
            return $"TorchSharp {TorchSharpVersion} cannot be loaded: this system's C or C++ library is too old for it; it needs the "
                + "libstdc++ of GCC 13.2 (Debian 13, Ubuntu 24.04, Fedora 39 or newer). Run it on such a system, or with another --device.";
        }

        return reason.Contains("undefined symbol", StringComparison.Ordinal)
            ? $"{file} does not fit the libtorch that was found: TorchSharp {TorchSharpVersion} needs libtorch {Wanted}. "
                + $"Let {NativeFolders.Variable} name one of that version, or unset it."
            : $"{file} cannot be loaded: {reason.ReplaceLineEndings(" ").Trim().TrimEnd('.')}. "
                + $"Run with another --device, or let {NativeFolders.Variable} name another libtorch.";
    }

    private void Load(NativeFolders folders)
    {
        foreach (string library in Before.Concat(After))
        {
            string file = Path.Combine(folders.LibTorch, NativeFolders.FileName(library));
            if (File.Exists(file))
            {
                nint handle = Open(file);
                Computing = library == NativeFolders.LibTorchName ? handle : Computing;
            }
        }

        _ = Open(Path.Combine(folders.TorchSharp, NativeFolders.FileName("LibTorchSharp")));
    }

    private static nint Open(string file)
    {
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                OpenNow(file);
            }

            return NativeLibrary.Load(file);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            throw new TorchException(Explain(file, exception.Message), exception);
        }
    }

    /// <summary>Resolves every symbol at once. Otherwise one that another version lacks would end the process when it is first called.</summary>
    private static void OpenNow(string file)
    {
        const int Now = 2;
        if (NativeMethods.Open(file, Now) == 0)
        {
            // What the runtime looks up at a first call wipes out the message: it is that of a second one.
            _ = NativeMethods.Error();
            _ = NativeMethods.Open(file, Now);
            throw new DllNotFoundException(Marshal.PtrToStringUTF8(NativeMethods.Error()));
        }
    }

    /// <summary>
    /// glibc gives large blocks back to the system as soon as they are free, and each step would fault in its gigabyte again: ten times slower.
    /// </summary>
    private static void PutHeapInOrder()
    {
        const int TrimThreshold = -1, MapThreshold = -3, LargestMapThreshold = 32 << 20, Gigabyte = 1 << 30;
        if (OperatingSystem.IsLinux())
        {
            _ = NativeMethods.SetHeapOption(MapThreshold, LargestMapThreshold);
            _ = NativeMethods.SetHeapOption(TrimThreshold, Gigabyte);
        }
    }
}

/// <summary>What the C library of Unix has for loading and for its heap.</summary>
internal static partial class NativeMethods
{
    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint Open(string file, int flags);

    [LibraryImport("libc", EntryPoint = "dlerror")]
    internal static partial nint Error();

    [LibraryImport("libc", EntryPoint = "mallopt")]
    internal static partial int SetHeapOption(int option, int value);
}
