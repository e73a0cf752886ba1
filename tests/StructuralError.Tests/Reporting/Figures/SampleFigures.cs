using System.Text.Json;
using StructuralError.Core.Structure;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Paper;
using StructuralError.Reporting.Runs;
using StructuralError.Runs.Files;
using StructuralError.Tests.Reporting.Csv;
using StructuralError.Tests.Reporting.Paper;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures;

/// <summary>Figures of every kind and trouble, for the tests that hold for all figures.</summary>
internal static class SampleFigures
{
    public static RunManifest Manifest { get; } = new()
    {
        Dataset = new() { Name = "mnist" },
        Network = new() { Name = "b", Title = "Fully connected, skip connections", Values = Values("""{ "k": 3, "width": 128 }""") },
        Spec = Values("""{ "seed": 0, "learning_rate": 0.01, "momentum": 0.9, "batch_size": 64 }"""),
        Engine = new() { Precision = "f32" },
    };

    /// <summary>Values of a manifest.</summary>
    public static OrderedDictionary<string, JsonElement> Values(string json) => JsonSerializer.Deserialize<OrderedDictionary<string, JsonElement>>(json)!;

    public static IReadOnlyDictionary<string, Figure> All { get; } = Make();

    public static TheoryData<string> Names { get; } = [.. All.Keys];

    /// <summary>Noisy rows that fall like a real run's.</summary>
    public static StepRow[] Run(int count, int seed = 4, double scale = 1)
    {
        System.Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            double level = scale * ((-6 * i / (i + 200.0)) + random.NextDouble());
            return Rows.Make(i) with
            {
                LogFittingError = level,
                UpperBound = level + 1 + random.NextDouble(),
                LowerBound = level - 1,
                LogGradientNorm = level + 3,
                U = -2 + (random.NextDouble() / 10),
                L = -4,
                G = 2,
                PearsonUpper = i < 49 ? null : 1 - (random.NextDouble() / 100),
                PearsonLower = i < 49 ? null : 1 - (random.NextDouble() / 50),
            };
        })];
    }

    private static Dictionary<string, Figure> Make()
    {
        Dictionary<string, Figure> figures = [];
        AddRun("epoch", Manifest, Run(938));
        AddRun("zeros and the smallest number", Manifest, [.. Run(60).Select(row => row with { U = row.Step % 2 == 0 ? 0 : 5e-324, L = 0, G = -5e-324 })]);
        AddRun("the largest steps", Manifest, [.. Run(60).Select(row => row with { Step = StepRow.LargestStep - 59 + row.Step })]);
        AddRun("one row", Manifest, Run(1));
        AddRun("twelve rows", Manifest, Run(12));
        AddRun("no facts", new(), Run(60));
        AddRun("large values", Manifest, Run(200, scale: 1e7));
        AddRun("small values", Manifest, Run(200, scale: 1e-7));
        AddRun("nothing finite", Manifest, [.. Run(80).Select(row => Rows.Fill(double.NaN) with { Step = row.Step })]);
        AddRun("rows lost", Manifest, [.. Run(300).Select(row => row.Step % 7 == 0 ? Rows.Fill(double.NegativeInfinity) with { Step = row.Step } : row)]);
        string word = string.Concat(Enumerable.Repeat("long_directory_name_", 12));
        AddRun("long words", Named(word, "A title of many words that cannot stand in one line of any figure, however wide it may be made"), Run(130));
        foreach (Figure figure in PaperFigures.Build(Reproductions.Make(seeds: 2, steps: 130)).Concat(PaperFigures.Build(Reproductions.Empty).Take(1)))
        {
            figures["paper: " + (figures.ContainsKey("paper: " + figure.Id) ? "without data" : figure.Id)] = figure;
        }

        figures["grid"] = Grid(2);
        figures["narrow grid"] = Grid(3);
        return figures;

        static RunManifest Named(string dataset, string title) =>
            Manifest with { Dataset = new() { Name = dataset }, Network = Manifest.Network! with { Title = title } };

        void AddRun(string name, RunManifest manifest, IReadOnlyList<StepRow> rows)
        {
            foreach (Figure figure in RunFigures.Build(manifest, rows))
            {
                figures[name + ": " + figure.Id] = figure;
            }
        }
    }

    private static Figure Grid(int columns)
    {
        Panel panel = RunFigures.Build(Manifest, Run(400))[1].Panels[0];
        Panel[] panels = [.. Enumerable.Range(0, 5).Select(i => panel with
        {
            Title = $"Model {i}",
            ReferenceLines =
            [
                Line(LineDirection.Vertical, 30 + (80 * i), "onset"),
                Line(LineDirection.Vertical, 45 + (80 * i), "structural error settles"),
                Line(LineDirection.Vertical, 9999, "beyond the axis"),
                Line(LineDirection.Horizontal, -4, "one per cent"),
                Line(LineDirection.Horizontal, -4.1, "0.9 %"),
                Line(LineDirection.Horizontal, -4.2, null),
            ],
            Annotations = [new Annotation { X = 200, Y = -1, Text = "first" }, new Annotation { X = 205, Y = -1, Text = "second" }],
        })];
        return new Figure
        {
            Id = "grid",
            Title = "Several models",
            Subtitle = "One legend for all",
            Note = "Made up",
            Description = "Several panels.",
            Panels = panels,
            Columns = columns,
            PlotHeight = 160,
            Legend = LegendPlace.Figure,
            ShareX = ScaleSharing.All,
            ShareY = ScaleSharing.Row,
        };
    }

    private static ReferenceLine Line(LineDirection direction, double value, string? label) => new() { Direction = direction, Value = value, Label = label };
}
