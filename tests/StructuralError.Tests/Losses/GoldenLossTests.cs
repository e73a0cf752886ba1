using System.Text.Json;
using StructuralError.Core.Losses;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Losses;

/// <summary>
/// Values that were worked out apart from this program, in numpy, with bisection for every entmax; their gradients agree with central differences
/// (<c>Reference/fenchel_young.json</c>: 8 losses, 3 vectors of logits, hard and soft targets).
/// </summary>
public sealed class GoldenLossTests
{
    private const double Tolerance = 1e-12;

    public static TheoryData<string> Names => [.. Cases().Select(golden => golden.Loss).Distinct()];

    [Fact]
    public void File_HasALossOfEveryEntryOfTheTable() =>
        Assert.All(LossTable.All, entry => Assert.Contains(Cases(), golden => entry.Read(golden.Loss) is not null));

    [Theory]
    [MemberData(nameof(Names))]
    public void Evaluate_GoldenLogitsAndTargets_GivesTheGoldenValues(string name)
    {
        ILoss loss = LossTable.Of(name);
        Golden[] cases = [.. Cases().Where(golden => golden.Loss == name)];
        Assert.Equal(9, cases.Length);
        foreach (Golden golden in cases)
        {
            double[] error = new double[golden.Q.Length], p = new double[golden.Q.Length];
            int label = Array.IndexOf(golden.Q, golden.Q.Max());
            double value = loss.Evaluate(golden.Z, new Target(label, golden.Q), error, out double fittingError);
            loss.Predict(golden.Z, p);
            string what = $"{name}, f = ({string.Join(", ", golden.Z)}), q = ({string.Join(", ", golden.Q)}): ";
            AssertWithin([golden.Value], [value], what + "loss");
            AssertWithin(golden.P, p, what + "p");
            AssertWithin([.. golden.Q.Zip(golden.P, (q, predicted) => q - predicted)], error, what + "e");
            AssertWithin([golden.FittingError], [fittingError], what + "E_f");
        }
    }

    /// <summary>1e-12, absolute below 1 and relative above.</summary>
    private static void AssertWithin(double[] expected, double[] actual, string what) =>
        Numbers.AssertWithin(expected, actual, Tolerance * Math.Max(1, Numbers.Largest(expected)), what);

    private static IEnumerable<Golden> Cases()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "fenchel_young.json")));
        return [.. document.RootElement.EnumerateArray().Select(Golden.Of)];
    }

    private sealed record Golden(string Loss, double[] Z, double[] Q, double Value, double[] P, double FittingError)
    {
        public static Golden Of(JsonElement entry) => new(
            entry.GetProperty("loss").GetString()!.Replace("entmax", "entmax:", StringComparison.Ordinal),
            Vector(entry, "z"),
            Vector(entry, "q"),
            entry.GetProperty("value").GetDouble(),
            Vector(entry, "p"),
            entry.GetProperty("E_f").GetDouble());

        private static double[] Vector(JsonElement entry, string name) => [.. entry.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
    }
}
