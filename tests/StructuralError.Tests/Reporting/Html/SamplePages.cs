using StructuralError.Experiments.Paper.Claims;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Html.Model;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Tests.Reporting.Figures;

namespace StructuralError.Tests.Reporting.Html;

/// <summary>Made-up pages whose values a test can foretell.</summary>
internal static class SamplePages
{
    public const string Hostile = "<script>alert('1')</script> & \"two\" ]]> \u0001 \uD800 --> é";

    private static readonly double[] Steps = [.. Enumerable.Range(0, 101).Select(step => (double)step)];

    public static ReportPage Full { get; } = new()
    {
        Title = "The paper, reproduced",
        Lead = "Figures and claims.",
        Dataset = "mnist",
        Figures = [Curves("figure2"), Curves("figure3") with { Title = "Another figure" }],
        Claims =
        [
            Result("pearson-near-one", Verdict.Reproduced, ["figure2", "figure3"]),
            Result("gap-narrows", Verdict.NotReproduced, ["figure2"]),
            Result("onset-later", Verdict.Undecided, ["figure99"]),
        ],
        Runs = [Run("mnist-a-k1-s0", 0, 0.9), Run("mnist-a-k1-s1", 1, 0.92), Failed(Run("mnist-a-k1-s2", 2, 0.97))],
        Program = "0.1.0",
        CommandLine = "reproduce --seeds 3",
        TotalSeconds = 754,
    };

    /// <summary>
    /// Two panels over steps 0 to 100 with one x. The first shows <c>rising</c> = step/10 with a band of ±1, <c>falling</c> = −step/10 with a gap at 50 and two faint runs; the
    /// second <c>tenfold</c> = 10^(step/25) on a logarithmic axis.
    /// </summary>
    public static Figure Curves(string id) => new()
    {
        Id = id,
        Title = "Curves",
        Subtitle = "Two panels",
        Note = "Made up",
        Description = "One rises, one falls.",
        Legend = LegendPlace.Figure,
        ShareX = ScaleSharing.All,
        PlotHeight = 200,
        Panels =
        [
            new Panel
            {
                Title = "Above",
                X = new Axis { Label = "step", WholeNumbers = true, Padding = 0 },
                Y = new Axis { Label = "value", Minimum = -12, Maximum = 12 },
                Series =
                [
                    new Series { Key = "rising", Name = "rising", X = Steps, Y = [.. Steps.Select(step => step / 10)], Ink = Ink.Blue },
                    new Series { Key = "falling", Name = "falling", X = Steps, Y = [.. Steps.Select(step => step == 50 ? double.NaN : -step / 10)], Ink = Ink.Vermillion, Dash = Dash.Dashed },
                    .. Enumerable.Range(0, 2).Select(run => new Series { Key = "rising", X = Steps, Y = [.. Steps.Select(step => (step / 10) + run - 0.5)], Ink = Ink.Blue, Opacity = 0.2, Width = 0.8, Layer = -1 }),
                ],
                Bands = [new Band { Key = "rising", X = Steps, Lower = [.. Steps.Select(step => (step / 10) - 1)], Upper = [.. Steps.Select(step => (step / 10) + 1)], Ink = Ink.Blue }],
                ReferenceLines = [new ReferenceLine { Direction = LineDirection.Vertical, Value = 40, Label = "onset" }],
                Annotations = [new Annotation { X = 60, Y = 6, Text = "here" }],
            },
            new Panel
            {
                Title = "Below",
                X = new Axis { Label = "", WholeNumbers = true, Padding = 0 },
                Y = new Axis { Label = "tenfold", Logarithmic = true },
                Series = [new Series { Key = "tenfold", X = Steps, Y = [.. Steps.Select(step => Math.Pow(10, step / 25))], Ink = Ink.Green }],
            },
        ],
    };

    public static ClaimResult Result(string id, Verdict verdict, IReadOnlyList<string> figures) => new(
        id,
        "section 5.1, figure 3",
        $"Sentence of {id}.",
        "mean of r",
        "0.9, because r is at most 1",
        figures,
        verdict,
        $"Finding of {id}.",
        [
            new Evidence("model a, k = 1", "correlation", [new SeedValue(0, 0.998), new SeedValue(1, 0.997)], 0.9975, 0.991, 1.004, verdict),
            new Evidence("model b, k = 1", "correlation", [new SeedValue(1, double.NaN)], double.NaN, double.NaN, double.NaN, Verdict.Undecided),
        ],
        []);

    public static Run Run(string name, int seed, double accuracy) => new(
        name,
        RunState.Finished,
        new RunManifest
        {
            Outcome = RunOutcome.Completed,
            Start = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            End = new DateTimeOffset(2026, 1, 2, 3, 4, 8, TimeSpan.Zero),
            CommandLine = ["train", "--model", "a", "--seed", $"{seed}"],
            Spec = SampleFigures.Values($$"""{ "model": "a", "seed": {{seed}}, "batch_size": 64, "learning_rate": 0.01 }"""),
            Network = new() { Name = "a", Title = "Fully connected", Values = SampleFigures.Values("""{ "k": 1 }"""), Parameters = 118_282 },
            Dataset = new() { Name = "mnist", Source = "data/mnist", TrainSamples = 60_000, TestSamples = 10_000, Sha256 = new() { ["train-images"] = "abc123" } },
            Engine = new() { Device = "cpu", Precision = "f64", InstructionSet = "avx2", Threads = 2 },
            Machine = new("host", 1, "Linux", "X64", "A processor", 2, 8L << 30, ".NET 10.0.1"),
            Source = new("0.1.0", "0123456789abcdef", false),
        },
        new RunSummary
        {
            TestAccuracy = accuracy,
            TestLoss = 0.3,
            Steps = 938,
            MeasuredSteps = 938,
            Theorem3Checks = 60_000,
            Theorem3Violations = 0,
            Seconds = 2.5,
            TrainingSeconds = 2,
            PeakMemoryBytes = 128 << 20,
        });

    /// <summary>The same run, had it failed.</summary>
    public static Run Failed(Run run) => run with { Manifest = run.Manifest with { Outcome = RunOutcome.Failed, Error = "loss is NaN" }, Summary = null };
}
