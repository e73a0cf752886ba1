using System.Text;

namespace StructuralError.Cuda.Driver;

/// <summary>The engine's kernels as PTX text, a resource of this assembly. Written by Kernels/build.sh.</summary>
internal static class KernelImage
{
    public static string Text { get; } = Read();

    private static string Read()
    {
        using System.IO.Stream stream = typeof(KernelImage).Assembly.GetManifestResourceStream("kernels.ptx")
            ?? throw new InvalidOperationException("The assembly has no resource kernels.ptx.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
