using System.Security.Cryptography;
using System.Text;

namespace StructuralError.Runs.Files;

/// <summary>
/// The hash that a manifest has of itself, its last member: SHA-256 of the file's bytes without the 64 digits of this hash. It finds what was changed by chance
/// or by hand; it is no signature, for whoever changes a file can seal it again.
/// </summary>
public static class ManifestSeal
{
    private const string Start = ",\n  \"sha256\": \"";
    private const string Close = "\n}\n";
    private const string End = "\"" + Close;

    /// <summary>A manifest that has no seal yet, sealed.</summary>
    /// <param name="json">An object that is written indented, with a line feed at its end.</param>
    internal static string Put(string json)
    {
        string content = json[..^Close.Length] + Start;
        return content + Hash(Encoding.UTF8.GetBytes(content + End)) + End;
    }

    /// <summary>Whether the file ends with its seal, and is what was sealed.</summary>
    public static bool Holds(ReadOnlySpan<byte> file)
    {
        int digits = file.Length - End.Length - (2 * SHA256.HashSizeInBytes);
        if (digits < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> end = file[^End.Length..];
        return Encoding.UTF8.GetString(file[digits..^End.Length]) == Hash([.. file[..digits], .. end]);
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
