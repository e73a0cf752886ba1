namespace StructuralError.Cuda.Planning;

/// <summary>
/// Lays buffers out one behind the other. Run once from 0 it tells how much memory they need, run again from the memory's address where they lie.
/// </summary>
internal sealed class DeviceLayout(ulong start)
{
    private const int Alignment = 256;

    /// <summary>So far. Wide, because sizes may be absurd.</summary>
    public Int128 Bytes { get; private set; }

    /// <returns>The address; meaningless where the layout is larger than any memory.</returns>
    public ulong Reserve(Int128 count, int elementBytes)
    {
        Int128 place = start + Bytes;
        Bytes += ((Int128.Max(count, 1) * elementBytes) + Alignment - 1) / Alignment * Alignment;
        return unchecked((ulong)place);
    }
}
