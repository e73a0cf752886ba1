using System.Reflection;
using System.Runtime.InteropServices;

namespace StructuralError.Torch.Loading;

/// <summary>The folders that hold the native libraries.</summary>
/// <param name="LibTorch">libtorch's own: <c>libtorch_cpu</c>, <c>libc10</c>, …</param>
/// <param name="TorchSharp">TorchSharp's native part.</param>
internal sealed record NativeFolders(string LibTorch, string TorchSharp)
{
    /// <summary>Names a directory of an existing PyTorch or libtorch.</summary>
    public const string Variable = "STRUCTURALERROR_TORCH";

    /// <summary>What libtorch computes with on a processor.</summary>
    public const string LibTorchName = "torch_cpu";

    private const string TorchSharpName = "LibTorchSharp";

    /// <summary>The platform as packages call it; null where no package has libraries for it.</summary>
    public static string? Platform => (RuntimeInformation.OSArchitecture, RuntimeInformation.RuntimeIdentifier) switch
    {
        (_, { } musl) when musl.Contains("musl", StringComparison.Ordinal) || musl.StartsWith("alpine", StringComparison.Ordinal) => null,
        (Architecture.X64, _) when OperatingSystem.IsLinux() => "linux-x64",
        (Architecture.X64, _) when OperatingSystem.IsWindows() => "win-x64",
        (Architecture.Arm64, _) when OperatingSystem.IsWindows() => "win-arm64",
        (Architecture.Arm64, _) when OperatingSystem.IsMacOS() => "osx-arm64",
        _ => null,
    };

    /// <summary>The file of a library: <c>libc10.so</c>, <c>c10.dll</c>.</summary>
    public static string FileName(string library) =>
        OperatingSystem.IsWindows() ? library + ".dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";

    /// <param name="named">What <see cref="Variable"/> says; null or empty for nothing.</param>
    /// <exception cref="TorchException">A library is in none of the folders.</exception>
    public static NativeFolders Find(string? named)
    {
        string platform = Platform ?? throw new TorchException(
            "TorchSharp has native libraries for linux-x64 (glibc), win-x64, win-arm64 and osx-arm64, "
            + $"none for {RuntimeInformation.RuntimeIdentifier}. Run with another --device.");
        string[] beside = [AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", platform, "native")];
        string own = Holding(TorchSharpName, [.. Package("TorchSharpPackage", platform), .. beside])
            ?? throw Missing(TorchSharpName, "Build with -p:Torch=cpu once more.");
        if (!string.IsNullOrEmpty(named))
        {
            string[] inside = [named, Path.Combine(named, "lib"), Path.Combine(named, "torch", "lib")];
            return new NativeFolders(Holding(LibTorchName, inside) ?? throw new TorchException(
                $"{Variable} names {named}, but {FileName(LibTorchName)} is neither there nor in its folder lib. "
                + "Name the folder of a libtorch, or torch/lib of a PyTorch."), own);
        }

        string libTorch = Holding(LibTorchName, [.. Package("LibTorchPackage", platform), .. beside])
            ?? throw Missing(LibTorchName, $"Build with -p:Torch=cpu, or name a libtorch by {Variable}.");
        return new NativeFolders(libTorch, own);
    }

    private static string? Holding(string library, IEnumerable<string> folders) =>
        folders.Select(Path.GetFullPath).FirstOrDefault(folder => File.Exists(Path.Combine(folder, FileName(library))));

    /// <summary>What this assembly was built with.</summary>
    public static IEnumerable<string> Built(string key) =>
        from data in typeof(NativeFolders).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        where data.Key == key && !string.IsNullOrEmpty(data.Value)
        select data.Value;

    private static IEnumerable<string> Package(string key, string platform) =>
        Built(key).Select(package => Path.Combine(package, "runtimes", platform, "native"));

    private static TorchException Missing(string library, string advice) =>
        new($"{FileName(library)} is missing: its package is not in the package cache, and it is not beside the program. {advice}");
}
