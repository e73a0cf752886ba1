using StructuralError.Core.Common;

namespace StructuralError.Experiments.Datasets;

/// <summary>
/// Class numbers from an IDX file: [n] of any element type, or QMNIST's table, int32 [n, 8], whose first column is the class and whose others tell the writer.
/// </summary>
internal static class IdxLabels
{
    public const string Remedy = "Write one class number a sample, counted from 0.";

    private const int TableColumns = 8;

    /// <summary>Whether the file has QMNIST's layout.</summary>
    public static bool IsTable(IdxFile file) => file.ElementType == IdxElementType.I32 && file.Dimensions is [_, TableColumns];

    /// <summary>What is to be said about the layout; null for one number a sample.</summary>
    public static string? Warning(IdxFile file) => IsTable(file)
        ? $"{file.Path} holds {TableColumns} numbers a label, as QMNIST has them. The first is taken for the class, the others are not used."
        : null;

    /// <exception cref="UserErrorException">A label is no class number, or the table is a one-hot code.</exception>
    public static byte[] Of(IdxFile file)
    {
        int columns = IsTable(file) ? TableColumns : 1;
        if (columns > 1 && IsOneHot(file))
        {
            throw IdxError.Bad(file.Path, $"labels must have 1 dimension [n], these are one-hot codes of {columns} classes", Remedy);
        }

        if (file.ElementType == IdxElementType.U8)
        {
            return file.Raw;
        }

        byte[] labels = new byte[file.Dimensions[0]];
        for (int n = 0; n < labels.Length; n++)
        {
            double value = file[n * columns];
            if (!(value >= 0 && value <= byte.MaxValue && value == Math.Floor(value)))
            {
                throw IdxError.Bad(file.Path, FormattableString.Invariant($"label {value} of sample {n} is not a whole number from 0 to 255"),
                    value > byte.MaxValue ? "At most 256 classes are supported, numbered from 0." : "Number the classes from 0.");
            }

            labels[n] = (byte)value;
        }

        return labels;
    }

    private static bool IsOneHot(IdxFile file) => Enumerable.Range(0, file.Count).Chunk(TableColumns)
        .All(row => row.All(i => file[i] is 0 or 1) && row.Count(i => file[i] == 1) == 1);
}
