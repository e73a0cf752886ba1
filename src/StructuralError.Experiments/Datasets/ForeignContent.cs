using System.Text;

namespace StructuralError.Experiments.Datasets;

/// <summary>Recognises, by their first bytes, the things people have in place of an IDX file.</summary>
internal static class ForeignContent
{
    private const string Download = "The download went wrong; fetch the file again (for MNIST, 'data fetch').";

    /// <returns>What it is and what to do about it; null for anything else.</returns>
    public static (string What, string Remedy)? Describe(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
        {
            return ("is empty", Download);
        }

        if (IsHtml(start))
        {
            return ("holds an HTML page (probably a download error or login page), not data", Download);
        }

        if (start.StartsWith("version https://git"u8))
        {
            return ("is a Git LFS pointer, not the data itself", "Run 'git lfs pull' where it came from.");
        }

        string? archive =
            IsGzip(start) ? "gzip data within gzip data (compressed twice)"
            : start.StartsWith("PK\x03\x04"u8) ? "a zip archive"
            : start.StartsWith("BZh"u8) ? "a bzip2 file"
            : start.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z']) ? "an xz file"
            : start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? "a zstd file"
            : null;
        return archive is null ? null : ($"is {archive}", "Unpack it; only plain and gzipped IDX files are read.");
    }

    public static bool IsGzip(ReadOnlySpan<byte> start) => start.Length >= 2 && start[0] == 0x1F && start[1] == 0x8B;

    public static bool IsHtml(ReadOnlySpan<byte> start)
    {
        ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble;
        ReadOnlySpan<byte> text = start.StartsWith(mark) ? start[mark.Length..] : start;
        string head = Encoding.Latin1.GetString(text[..Math.Min(text.Length, IdxHeader.MaxLength)]).TrimStart();
        return ((string[])["<!doctype", "<html", "<head", "<?xml"]).Any(tag => head.StartsWith(tag, StringComparison.OrdinalIgnoreCase));
    }
}
