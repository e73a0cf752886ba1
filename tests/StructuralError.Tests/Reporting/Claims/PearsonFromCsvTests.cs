using System.Globalization;
using System.Text;
using System.Text.Json;
using MathNet.Numerics.Statistics;
using StructuralError.Core.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Claims;
using StructuralError.Runs.Tables;
using StructuralError.Tests.Analysis.Claims;
using Xunit;

namespace StructuralError.Tests.Reporting.Claims;

/// <summary>
/// The Pearson claim's numbers, computed a second time the way a reader of the CSV files would: the columns log_fitting_error, upper_bound and lower_bound split from the text,
/// MathNet's correlation over each row and the 49 before it, the median from step 500 on.
/// </summary>
public sealed class PearsonFromCsvTests
{
    // MathNet's one-pass sums against two passes: about 1e-10 here.
    private const double Tolerance = 1e-9;

    [Trait("Speed", "Slow")]
    [Fact]
    public void Claim_MadeUpRuns_AgreesWithMathNetFromTheCsvText()
    {
        ReproductionData data = Correlated();
        using JsonDocument document = JsonDocument.Parse(ClaimsReport.Of(data).ToJson());
        JsonElement evidence = document.RootElement.GetProperty("claims").EnumerateArray().Single(claim => claim.GetProperty("id").GetString() == "pearson-near-one").GetProperty("evidence");
        int compared = 0;
        foreach (JsonElement item in evidence.EnumerateArray().Where(item => item.GetProperty("reading").GetString() == "means of logarithms"))
        {
            string model = item.GetProperty("case").GetString()!.Split([' ', ','])[1], bound = item.GetProperty("quantity").GetString()!.Contains("upper", StringComparison.Ordinal) ? "upper_bound" : "lower_bound";
            foreach (JsonElement value in item.GetProperty("values").EnumerateArray())
            {
                TrainedRun run = data.Runs.Single(run => run.Model == model && run.Seed == value.GetProperty("seed").GetInt64());
                double expected = Recomputed(Csv(run.Steps), bound), actual = value.GetProperty("value").GetDouble();
                Assert.True(Math.Abs(actual - expected) <= Tolerance, $"model {model}, {bound}: {actual} is not {expected}");
                compared++;
            }
        }

        Assert.Equal(4 * 2 * 3, compared);
    }

    private static double Recomputed(string csv, string bound)
    {
        string[] lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries), header = lines[0].Split(',');
        double[] Column(string name) => [.. lines[1..].Select(line => double.Parse(line.Split(',')[Array.IndexOf(header, name)], CultureInfo.InvariantCulture))];
        double[] steps = Column("step"), errors = Column("log_fitting_error"), bounds = Column(bound);
        double[] late = [.. Enumerable.Range(49, steps.Length - 49).Where(row => steps[row] >= 500).Select(row => Correlation.Pearson(errors[(row - 49)..(row + 1)], bounds[(row - 49)..(row + 1)]))];
        Array.Sort(late);
        return (late[late.Length / 2] + late[(late.Length - 1) / 2]) / 2;
    }

    private static string Csv(IEnumerable<StepRow> rows)
    {
        using var stream = new MemoryStream();
        using (CsvRowWriter<StepRow> writer = RunTables.Steps.Writer(stream.Write))
        {
            foreach (StepRow row in rows)
            {
                writer.Write(row);
            }
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    // Bounds that follow the fitting error with noise of their own, so that no two windows have the same r; pearson_* as a training run writes them.
    private static ReproductionData Correlated()
    {
        ReproductionData data = MadeUp.Runs(MadeUp.OneBlock, (_, _, _) => MadeUp.Row);
        return data with { Runs = [.. data.Runs.Select((run, i) => run with { Steps = Follow(run.Steps, new System.Random(i)) })] };
    }

    private static StepRow[] Follow(IReadOnlyList<StepRow> rows, System.Random random)
    {
        var upper = new LocalPearson();
        var lower = new LocalPearson();
        return [.. rows.Select(row =>
        {
            double error = -2 + random.NextDouble(), above = error + 1 + (0.3 * random.NextDouble()), below = error - 1 - (0.6 * random.NextDouble());
            return row with { LogFittingError = error, UpperBound = above, LowerBound = below, PearsonUpper = upper.Add(error, above), PearsonLower = lower.Add(error, below) };
        })];
    }
}
