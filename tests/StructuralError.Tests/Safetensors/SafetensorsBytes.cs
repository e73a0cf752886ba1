using System.Text;

namespace StructuralError.Tests.Safetensors;

/// <summary>Safetensors files by hand.</summary>
internal static class SafetensorsBytes
{
    public static byte[] Of(string header, params byte[] data) => Of(Encoding.UTF8.GetBytes(header), data);

    public static byte[] Of(byte[] header, byte[] data) => [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. data];
}
