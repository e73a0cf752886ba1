using System.Globalization;
using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs.Columns;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Measure;

/// <summary>
/// The columns of <c>initialization.csv</c>, in the order of the file: the network, its U, L, G and eigenvalues, then those columns of
/// <see cref="IndependenceColumns"/> that have not been there yet.
/// </summary>
public static class InitializationColumns
{
    public static IReadOnlyList<Column<InitialMeasurement>> All { get; } =
    [
        new TextColumn<InitialMeasurement>("model", row => row.Model, (row, value) => row with { Model = value }),
        new IntegerColumn<InitialMeasurement>("k", row => row.K, (row, value) => row with { K = (int)value }, int.MaxValue),
        new IntegerColumn<InitialMeasurement>("width", row => row.Width, (row, value) => row with { Width = (int)value }, int.MaxValue),
        new IntegerColumn<InitialMeasurement>("seed", row => row.Seed, (row, value) => row with { Seed = value }, minimum: long.MinValue),
        new RealColumn<InitialMeasurement>("U", row => row.U, (row, value) => row with { U = value, Independence = row.Independence with { U = value } }),
        new RealColumn<InitialMeasurement>("L", row => row.L, (row, value) => row with { L = value }),
        new RealColumn<InitialMeasurement>("G", row => row.G, (row, value) => row with { G = value, Independence = row.Independence with { G = value } }),
        new RealColumn<InitialMeasurement>("lambda_min", row => row.LambdaMin, (row, value) => row with { LambdaMin = value }),
        new RealColumn<InitialMeasurement>("lambda_max", row => row.LambdaMax, (row, value) => row with { LambdaMax = value }),
        new RealColumn<InitialMeasurement>("U_without_output_bias", row => row.UWithoutOutputBias, (row, value) => row with { UWithoutOutputBias = value }),
        new RealColumn<InitialMeasurement>("L_without_output_bias", row => row.LWithoutOutputBias, (row, value) => row with { LWithoutOutputBias = value }),
        .. IndependenceColumns.All.Where(column => column.Header is not ("step" or "U" or "G")).Select(Nested),
    ];

    /// <summary>The row that a line's cells are read into, one after the other. The step is 0 and stays so.</summary>
    internal static InitialMeasurement Blank { get; } = new()
    {
        Model = string.Empty,
        K = 0,
        Width = 0,
        Seed = 0,
        U = 0,
        L = 0,
        G = 0,
        LambdaMin = 0,
        LambdaMax = 0,
        UWithoutOutputBias = 0,
        LWithoutOutputBias = 0,
        Independence = IndependenceColumns.Blank,
    };

    /// <summary><c>initialization.csv</c>; no network comes twice.</summary>
    public static CsvTable<InitialMeasurement> Table { get; } = new(All, Blank, "Restore the file or measure again.", Twice);

    /// <summary>Writes a whole file, in place of one that is there. Directories that are missing are made.</summary>
    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: the file cannot be written; what was there before is untouched.</exception>
    public static void Write(string path, IEnumerable<InitialMeasurement> rows)
    {
        byte[] content = Table.ToBytes(rows);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            DurableFile.Write(path, content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(FailureKind.InputOutput, $"{path}: cannot be written: {exception.Message}", exception);
        }
    }

    private static string? Twice(IReadOnlyList<InitialMeasurement> before, InitialMeasurement row) =>
        before.Any(other => (other.Model, other.K, other.Width, other.Seed) == (row.Model, row.K, row.Width, row.Seed))
            ? string.Create(CultureInfo.InvariantCulture, $"column model: '{row.Model}' with k = {row.K}, width {row.Width} and seed {row.Seed} comes twice.")
            : null;

    private static NestedColumn<InitialMeasurement, IndependenceRow> Nested(Column<IndependenceRow> inner) =>
        new(inner, row => row.Independence, (row, value) => row with { Independence = value });
}
