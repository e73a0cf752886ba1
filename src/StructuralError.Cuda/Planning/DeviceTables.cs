using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Planning;

/// <summary>Constant tables that all replicas read, collected on the host and copied to the device once.</summary>
internal sealed class DeviceTables(ulong start)
{
    private const int Alignment = 16;

    private readonly List<byte> _content = [];

    public ReadOnlySpan<byte> Content => CollectionsMarshal.AsSpan(_content);

    public ulong Add<T>(ReadOnlySpan<T> rows)
        where T : unmanaged
    {
        ulong address = start + (ulong)_content.Count;
        _content.AddRange(MemoryMarshal.AsBytes(rows));
        _content.AddRange(new byte[(Alignment - (_content.Count % Alignment)) % Alignment]);
        return address;
    }
}
