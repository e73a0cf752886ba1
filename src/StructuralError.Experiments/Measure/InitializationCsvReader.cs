using System.Globalization;
using StructuralError.Runs.Columns;

namespace StructuralError.Experiments.Measure;

/// <summary>Reads <c>initialization.csv</c>, the columns of <see cref="InitializationColumns"/>, as strictly as <see cref="StepCsvReader"/> reads its file; no network comes twice.</summary>
public static class InitializationCsvReader
{
    private const string Remedy = "Restore the file or measure again.";

    /// <inheritdoc cref="StepCsvReader.Read"/>
    public static IReadOnlyList<InitialMeasurement> Read(string path, Action<string>? warn = null) => Create().Read(path, warn);

    /// <inheritdoc cref="StepCsvReader.Parse"/>
    public static IReadOnlyList<InitialMeasurement> Parse(byte[] utf8, string name, Action<string>? warn = null) => Create().Parse(utf8, name, warn);

    // One for each file: it remembers which networks there were.
    private static CsvRowReader<InitialMeasurement> Create()
    {
        var seen = new HashSet<(string Model, int K, int Width, long Seed)>();
        return new(InitializationColumns.All, InitializationColumns.Blank, Remedy, (_, row) => seen.Add((row.Model, row.K, row.Width, row.Seed))
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"column model: '{row.Model}' with k = {row.K}, width {row.Width} and seed {row.Seed} comes twice."));
    }
}
