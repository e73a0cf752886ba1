using System.Buffers.Text;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs;

/// <summary>How far a run has come, from the end of its <c>steps.csv</c>, which may be long and still growing.</summary>
internal static class LastRow
{
    // Longer than any row.
    private const int Tail = 4096;

    /// <summary>The step of the last whole row; null where there is none.</summary>
    public static long? Step(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using FileStream file = RegularFile.OpenRead(path, bufferSize: 0);
        file.Position = Math.Max(0, file.Length - Tail);
        byte[] tail = new byte[Tail];
        ReadOnlySpan<byte> text = tail.AsSpan(0, file.ReadAtLeast(tail, tail.Length, throwOnEndOfStream: false));
        text = text[..(text.LastIndexOf((byte)'\n') + 1)].TrimEnd("\r\n"u8);
        int start = text.LastIndexOf((byte)'\n');
        return start >= 0 && Utf8Parser.TryParse(text[(start + 1)..], out long step, out int length) && length > 0 ? step : null;
    }
}
