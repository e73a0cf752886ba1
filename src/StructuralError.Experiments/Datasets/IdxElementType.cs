namespace StructuralError.Experiments.Datasets;

/// <summary>The element types of the IDX format, by the number its header holds. Multi-byte elements are big-endian.</summary>
public enum IdxElementType
{
    U8 = 0x08,
    I8 = 0x09,
    I16 = 0x0B,
    I32 = 0x0C,
    F32 = 0x0D,
    F64 = 0x0E,
}

internal static class IdxElementTypes
{
    /// <summary>Bytes of one element, 0 for a number that names no type.</summary>
    public static int Size(this IdxElementType type) => type switch
    {
        IdxElementType.U8 or IdxElementType.I8 => 1,
        IdxElementType.I16 => 2,
        IdxElementType.I32 or IdxElementType.F32 => 4,
        IdxElementType.F64 => 8,
        _ => 0,
    };
}
