using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace StructuralError.Tests.Cuda.Stub;

/// <summary>Builds the stub driver with g++ unless the same was built before. Several processes may do so at once: each puts a whole file in place.</summary>
internal static class StubBuild
{
    /// <summary>Set to 1: the stub reports races, see races.cpp, and is many times slower.</summary>
    public const string RacesVariable = "STRUCTURALERROR_STUB_RACES";

    private static readonly Lazy<string> Built = new(Build);

    public static bool ChecksRaces => Environment.GetEnvironmentVariable(RacesVariable) == "1";

    public static string KernelDirectory => Path.Combine(AppContext.BaseDirectory, "Cuda", "Kernels");

    /// <summary>Full path of the library.</summary>
    public static string Library => Built.Value;

    private static string SourceDirectory => Path.Combine(AppContext.BaseDirectory, "Cuda", "Stub");

    /// <summary>Builds a stub from other kernels than the program's.</summary>
    public static void Build(string kernelDirectory, string library) =>
        Run("sh", Path.Combine(SourceDirectory, "build.sh"), kernelDirectory, library, Path.Combine(AppContext.BaseDirectory, "Cuda", "Objects"));

    private static string Build()
    {
        string directory = Path.Combine(AppContext.BaseDirectory, "Cuda", "Built", Hash(SourceDirectory, KernelDirectory) + (ChecksRaces ? "-races" : string.Empty));
        string library = Path.Combine(directory, "libcuda.so.1");
        if (!File.Exists(library))
        {
            Directory.CreateDirectory(directory);
            Build(KernelDirectory, library);
        }

        return library;
    }

    /// <summary>A library without contents that answers to its file's name, for tests of where libraries are looked for.</summary>
    public static void EmptyLibrary(string path) => Run(
        Environment.GetEnvironmentVariable("CXX") ?? "g++", "-shared", "-nostdlib", "-x", "c++", "/dev/null", "-o", path, $"-Wl,-soname,{Path.GetFileName(path)}");

    private static string Hash(params ReadOnlySpan<string> directories)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string directory in directories)
        {
            foreach (string file in Directory.GetFiles(directory).Order(StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
                hash.AppendData(File.ReadAllBytes(file));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["RACES"] = ChecksRaces ? "1" : "0";
        using var process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The stub driver could not be built; it needs g++ 11 or later.\n{output.Result}{errors}");
        }
    }
}
