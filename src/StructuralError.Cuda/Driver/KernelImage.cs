using System.Text;

namespace StructuralError.Cuda.Driver;

/// <summary>The engine's kernels as PTX text, a resource of this assembly. Written by Kernels/build.sh.</summary>
internal static class KernelImage
{
    private static readonly Lazy<string> Resource = new(Read);

    /// <summary>Read once.</summary>
    public static string Text => Resource.Value;

    public static string Read()
    {
        using System.IO.Stream stream = typeof(KernelImage).Assembly.GetManifestResourceStream("kernels.ptx")
            ?? throw new InvalidOperationException("The assembly has no resource kernels.ptx.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
