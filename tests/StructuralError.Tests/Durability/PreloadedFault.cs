using System.Diagnostics;
using System.Runtime.InteropServices;
using StructuralError.Tests.Cuda.Ptx;
using StructuralError.Tests.Engines;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Durability;

/// <summary>
/// Lets one call of the C library fail, by a library that is loaded before it: see Preload/fault.c. Only a process that is started so has it: a test runs once more in one, where it
/// can let a hundred calls fail one by one and nothing is compiled twice.
/// </summary>
internal static class PreloadedFault
{
    private const string LibraryVariable = "STRUCTURALERROR_PRELOADED_FAULT";

    private static readonly Lazy<string> Library = new(Build);

    private delegate void Arm(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string root, [MarshalAs(UnmanagedType.LPUTF8Str)] string call, int nth, int error,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string log);

    public static bool CanBuild => OperatingSystem.IsLinux() && Compiler is not null;

    private static string? Compiler => Tool.Find("cc", "gcc", "g++");

    /// <summary>Carries out the body of a test in a process that has the library.</summary>
    /// <param name="test">Class and method.</param>
    public static void InProcessOfItsOwn(string test, Action body)
    {
        if (Environment.GetEnvironmentVariable(LibraryVariable) is not null)
        {
            body();
            return;
        }

        ChildTestRun run = ChildTestRun.Start([$"*.{test}"], ("LD_PRELOAD", Library.Value), (LibraryVariable, Library.Value));
        Assert.True(run is { ExitCode: 0, Passed: 1, Failed: 0 }, run.Output);
    }

    /// <summary>Does something during which the N-th such call, counted from 1, fails; with 0 none does.</summary>
    /// <param name="call"><c>fsync</c> or <c>close</c>.</param>
    /// <param name="root">Files within it count.</param>
    /// <param name="log">A path for the library's notes.</param>
    /// <returns>The files that were counted, by their paths within the root.</returns>
    public static (T Result, IReadOnlyList<string> Counted) During<T>(string call, int nth, int error, string root, string log, Func<T> action)
    {
        File.Delete(log);
        Arm arm = Marshal.GetDelegateForFunctionPointer<Arm>(
            NativeLibrary.GetExport(NativeLibrary.Load(Environment.GetEnvironmentVariable(LibraryVariable)!), "fault_arm"));
        arm(root, call, nth, error, log);
        T result = action();
        arm(string.Empty, string.Empty, 0, 0, string.Empty);
        return (result, File.Exists(log) ? [.. File.ReadLines(log).Select(path => Path.GetRelativePath(root, path))] : []);
    }

    private static string Build()
    {
        string library = Path.Combine(Directory.CreateTempSubdirectory("structural-error-preload-").FullName, "fault.so");
        string source = Path.Combine(AppContext.BaseDirectory, "Durability", "Preload", "fault.c");
        using ChildProcess compiler = ChildProcess.Start(new ProcessStartInfo(Compiler!, ["-x", "c", "-O1", "-shared", "-fPIC", "-o", library, source, "-ldl"]));
        return compiler.EndsWithin(Patience.Limit) && compiler.ExitCode == 0
            ? library
            : throw new InvalidOperationException($"{source} could not be compiled: {compiler.Error.Result}");
    }
}
