using StructuralError.Cuda.Driver;
using Xunit;

namespace StructuralError.Tests.Cuda.Ptx;

/// <summary>A test that needs the very clang that made the committed PTX; another version writes other text.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClangFactAttribute : FactAttribute
{
    public ClangFactAttribute()
    {
        if (Path is null)
        {
            Skip = $"clang {Version} is not on this machine";
        }
    }

    /// <summary>14.0.6 of the PTX's first line, <c>// clang 14.0.6</c>.</summary>
    public static string Version => KernelImage.Read().Split('\n')[0].Replace("// clang ", string.Empty, StringComparison.Ordinal);

    /// <summary>That clang, or null.</summary>
    public static string? Path
    {
        get
        {
            string? clang = Tool.Find(Environment.GetEnvironmentVariable("CLANG"), $"clang-{Version.Split('.')[0]}", "clang");
            return clang is not null && Tool.Run(clang, "-dumpversion").Output.Trim() == Version ? clang : null;
        }
    }
}
