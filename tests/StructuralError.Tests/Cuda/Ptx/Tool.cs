using System.Diagnostics;
using StructuralError.Cuda.Driver;

namespace StructuralError.Tests.Cuda.Ptx;

/// <summary>A program that a machine may or may not have.</summary>
internal static class Tool
{
    private static readonly Lazy<string?> RightClang = new(FindClang);

    /// <summary>NVIDIA's assembler, which is part of the CUDA toolkit: PTXAS, or ptxas in PATH.</summary>
    public static string? Ptxas => Find(Environment.GetEnvironmentVariable("PTXAS"), "ptxas");

    /// <summary>The very clang that made the committed PTX; another version writes other text.</summary>
    public static string? Clang => RightClang.Value;

    /// <summary>Full path of the first of <paramref name="names"/> in PATH; a name with a path is taken as it is. Null where there is none.</summary>
    public static string? Find(params ReadOnlySpan<string?> names)
    {
        string[] directories = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        foreach (string? name in names)
        {
            if (string.IsNullOrEmpty(name))
            {
                continue;
            }

            if (directories.Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists) is { } path)
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>Exit code, and what it wrote to both outputs.</summary>
    public static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Result + errors);
    }

    private static string? FindClang()
    {
        // The PTX's first line: "// clang 14.0.6".
        string version = KernelImage.Text.Split('\n')[0].Replace("// clang ", string.Empty, StringComparison.Ordinal);
        string? clang = Find(Environment.GetEnvironmentVariable("CLANG"), $"clang-{version.Split('.')[0]}", "clang");
        return clang is not null && Run(clang, "-dumpversion").Output.Trim() == version ? clang : null;
    }
}
