using System.Text;

namespace StructuralError.Experiments.Models;

/// <summary>Files that are part of the assembly.</summary>
internal static class EmbeddedFile
{
    public static byte[] Read(string name)
    {
        using Stream stream = typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"'{name}' is not part of the assembly.");
        byte[] bytes = new byte[checked((int)stream.Length)];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public static string ReadText(string name) => Encoding.UTF8.GetString(Read(name));

    /// <summary>Names that begin and end so, in order.</summary>
    public static IEnumerable<string> Names(string prefix, string ending) => typeof(EmbeddedFile).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(ending, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);
}
