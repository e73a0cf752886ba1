using System.Globalization;
using StructuralError.Runs.Tables;
using StructuralError.Tests.Reporting.Figures;

namespace StructuralError.Tests.Reporting.Runs;

/// <summary>Writes run directories as the program leaves them, as far as figures read them.</summary>
internal static class StoredRuns
{
    /// <returns>Its path.</returns>
    public static string Give(string parent, string model, int k, int seed, int rows = 60, double learningRate = 0.01, bool finished = true)
    {
        string directory = Directory.CreateDirectory(Path.Combine(parent, FormattableString.Invariant($"mnist-{model}-k{k}-s{seed}"))).FullName;
        string rate = learningRate.ToString(CultureInfo.InvariantCulture);
        File.WriteAllText(Path.Combine(directory, "manifest.json"), FormattableString.Invariant($$"""
            { "program": "structural-error", "schema": 1, "outcome": "{{(finished ? "completed" : "interrupted")}}", "spec_hash": "h", "run_identity": "i",
              "spec": { "model": "configs/{{model}}.json", "dataset": "auto", "seed": {{seed}}, "learning_rate": {{rate}}, "steps": null, "threads": {{seed + 1}}, "network": { "k": {{k}} } },
              "network": { "name": "{{model}}", "values": { "k": {{k}}, "width": 128 } }, "dataset": { "name": "mnist" } }
            """));
        if (finished)
        {
            File.WriteAllText(Path.Combine(directory, "summary.json"), """{ "schema": 1 }""");
        }

        File.WriteAllBytes(Path.Combine(directory, "steps.csv"), RunTables.Steps.ToBytes(SampleFigures.Run(rows, seed: (10 * k) + seed)));
        return directory;
    }
}
