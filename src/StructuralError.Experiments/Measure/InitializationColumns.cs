using System.Globalization;
using StructuralError.Core.Columns;
using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs.Storage;
using StructuralError.Runs.Tables;

namespace StructuralError.Experiments.Measure;

/// <summary>
/// The columns of <c>initialization.csv</c>, in the order of the file: the network, its U, L, G and eigenvalues, then those columns of
/// <see cref="IndependenceColumns"/> that have not been there yet.
/// </summary>
public static class InitializationColumns
{
    public static IReadOnlyList<Column<InitialMeasurement>> All { get; } =
    [
        new TextColumn<InitialMeasurement>("model", (ref row) => ref row.Model),
        new IntegerColumn<InitialMeasurement, int>("k", (ref row) => ref row.K),
        new IntegerColumn<InitialMeasurement, int>("width", (ref row) => ref row.Width),
        new IntegerColumn<InitialMeasurement, long>("seed", (ref row) => ref row.Seed) { MayBeNegative = true },
        new RealColumn<InitialMeasurement>("U", (ref row) => ref row.Independence.U),
        new RealColumn<InitialMeasurement>("L", (ref row) => ref row.L),
        new RealColumn<InitialMeasurement>("G", (ref row) => ref row.Independence.G),
        new RealColumn<InitialMeasurement>("lambda_min", (ref row) => ref row.LambdaMin),
        new RealColumn<InitialMeasurement>("lambda_max", (ref row) => ref row.LambdaMax),
        new RealColumn<InitialMeasurement>("U_without_output_bias", (ref row) => ref row.UWithoutOutputBias),
        new RealColumn<InitialMeasurement>("L_without_output_bias", (ref row) => ref row.LWithoutOutputBias),
        .. IndependenceColumns.All.Where(column => column.Header is not ("step" or "U" or "G")).Select(Nested),
    ];

    /// <summary><c>initialization.csv</c>; no network comes twice.</summary>
    public static CsvTable<InitialMeasurement> Table { get; } = new(All, "Restore the file or measure again.", () => new OnceEach());

    /// <summary>Writes a whole file, in place of one that is there. Directories that are missing are made.</summary>
    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: the file cannot be written; what was there before is untouched.</exception>
    public static void Write(string path, IEnumerable<InitialMeasurement> rows)
    {
        DurableDirectory.MakeFor(path);
        DurableFile.Write(path, Table.ToBytes(rows));
    }

    private static NestedColumn<InitialMeasurement, IndependenceRow> Nested(Column<IndependenceRow> inner) => new(inner, (ref row) => ref row.Independence);

    private sealed class OnceEach : RowOrder<InitialMeasurement>
    {
        private readonly HashSet<(string, int, int, long)> _before = [];

        public override string? Objection(InitialMeasurement row) => _before.Add((row.Model, row.K, row.Width, row.Seed))
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"column model: '{row.Model}' with k = {row.K}, width {row.Width} and seed {row.Seed} comes twice.");
    }
}
