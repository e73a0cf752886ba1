using System.Diagnostics;
using System.Globalization;
using StructuralError.Tests.Cuda.Ptx;
using StructuralError.Tests.Processes;

namespace StructuralError.Tests.Durability;

/// <summary>Lets one call of the C library fail in a process of its own, by a library that is loaded before: see Preload/fault.c.</summary>
/// <param name="directory">For the log.</param>
/// <param name="root">Files within it count.</param>
internal sealed class PreloadedFault(string directory, string root)
{
    private static readonly Lazy<string> Library = new(Build);

    public static bool CanBuild => OperatingSystem.IsLinux() && Compiler is not null;

    private static string? Compiler => Tool.Find("cc", "gcc", "g++");

    /// <summary>Runs the program; the N-th such call, counted from 1, fails.</summary>
    /// <param name="call"><c>fsync</c> or <c>close</c>.</param>
    /// <returns>The files that were counted, by their paths within the root.</returns>
    public async Task<(int ExitCode, string Error, IReadOnlyList<string> Counted)> RunAsync(string call, int nth, int error, params string[] arguments)
    {
        string log = Path.Combine(directory, "faults.log");
        File.Delete(log);
        ProcessStartInfo start = ChildProcess.Program(arguments);
        (string Name, string Value)[] variables =
        [
            ("LD_PRELOAD", Library.Value), ("FAULT_ROOT", root), ("FAULT_CALL", call), ("FAULT_NTH", nth.ToString(CultureInfo.InvariantCulture)),
            ("FAULT_ERRNO", error.ToString(CultureInfo.InvariantCulture)), ("FAULT_LOG", log),
        ];
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        (int exitCode, _, string messages) = await ChildProcess.RunAsync(start);
        return (exitCode, messages, File.Exists(log) ? [.. File.ReadLines(log).Select(path => Path.GetRelativePath(root, path))] : []);
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
