using System.Buffers.Binary;

namespace StructuralError.Experiments.Datasets;

/// <summary>The content of one IDX file.</summary>
/// <param name="Dimensions">One to four, none of them 0.</param>
/// <param name="Raw">Elements as the file has them: row-major, big-endian, without the header.</param>
/// <param name="Sha256">SHA-256 of the whole uncompressed file, header included; lower-case hexadecimal.</param>
public sealed record IdxFile(string Path, IdxElementType ElementType, IReadOnlyList<int> Dimensions, byte[] Raw, string Sha256)
{
    /// <summary>Number of elements.</summary>
    public int Count => Raw.Length / ElementType.Size();

    /// <summary>Element <paramref name="index"/>; exact for every type of the format.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such element.</exception>
    public double this[int index]
    {
        get
        {
            int size = ElementType.Size();
            ReadOnlySpan<byte> element = Raw.AsSpan(checked(index * size), size);
            return ElementType switch
            {
                IdxElementType.U8 => element[0],
                IdxElementType.I8 => unchecked((sbyte)element[0]),
                IdxElementType.I16 => BinaryPrimitives.ReadInt16BigEndian(element),
                IdxElementType.I32 => BinaryPrimitives.ReadInt32BigEndian(element),
                IdxElementType.F32 => BinaryPrimitives.ReadSingleBigEndian(element),
                _ => BinaryPrimitives.ReadDoubleBigEndian(element),
            };
        }
    }

    /// <summary>All elements, rounded to float32 where the type is wider.</summary>
    public float[] ToFloat32()
    {
        float[] values = new float[Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)this[i];
        }

        return values;
    }
}
