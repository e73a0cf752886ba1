using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Sweeps;
using StructuralError.Tests.Analysis.Claims;
using StructuralError.Tests.Running;
using Xunit;

namespace StructuralError.Tests.Analysis.Reproduction;

public sealed class TrainedTrialsTests
{
    private static readonly ReproductionSettings Full = new(SpecFields.Defaults with { Dataset = "mnist" }, 5, false);

    [Fact]
    public void Planned_MeasureNoMoreThanTheirTrialsNeed()
    {
        string[] specs =
        [
            .. TrainedTrials.Planned(60_000).Where(Full.Varies)
                .Select(planned => string.Join(' ', SpecArguments.Of(Full.Spec(planned, 3), Tiny.Network("a")))),
        ];
        Assert.Equal(8, specs.Length);
        Assert.Equal(6, specs.Count(spec => spec.Contains("--measure-every 10", StringComparison.Ordinal) && !spec.Contains("--measure-every 100", StringComparison.Ordinal)));
        Assert.All(specs.Where(spec => spec.Contains("--epochs", StringComparison.Ordinal)), spec => Assert.Contains("--structure-every 0", spec, StringComparison.Ordinal));
        Assert.Equal(4, specs.Count(spec => spec.Contains("--train-limit 1024", StringComparison.Ordinal)));
        Assert.Equal(2, specs.Count(spec => spec.Contains("--steps 117", StringComparison.Ordinal) && spec.Contains("--structure-every 10", StringComparison.Ordinal)));
    }

    [Fact]
    public void Planned_FewerSamplesThanTheLimit_TakesWhatThereIs() =>
        Assert.Equal(4, TrainedTrials.Planned(70).Count(planned => planned.Variation.StartsWith("train_limit=70,", StringComparison.Ordinal)));

    [Fact]
    public void Varies_QuickRun_HasNoneOfSeveralEpochs() =>
        Assert.Equal(["batch_size", "batch_size"], TrainedTrials.Planned(60_000).Where((Full with { IsQuick = true }).Varies).Select(planned => planned.Changes().First().Field));

    [Fact]
    public void Varies_TheSameTrainingMeasuredLessOften_IsNone() => Assert.DoesNotContain(
        TrainedTrials.Planned(60_000).Where((Full with { Common = Full.Common with { Epochs = 5 } }).Varies), planned => planned.Variation.StartsWith("epochs=5,", StringComparison.Ordinal));

    [Fact]
    public void Of_LongerRun_IsComparedWithTheStartOfTheSeedsRunOfTheFigures()
    {
        ReproductionData data = new() { Dataset = "made-up", Initial = [], Runs = [Run(0, t => 1 + t), Run(1, t => 5 + t)] };
        TrainedRun longer = Run(1, _ => 100);
        Trial[] trials = [.. TrainedTrials.Of([(new PlannedTraining("b", 1, "epochs=5,measure_every=10"), longer), (new PlannedTraining("b", 1, "epochs=5"), Run(7, _ => 1))], data)];
        Assert.Equal([new Trial("epochs", "model b, k = 1", 5, 1, 100 - (5 + 24.5)), new Trial("epochs-gap", "model b, k = 1", 5, 1, 0)], trials);
    }

    [Fact]
    public void Of_WeightDecay_UniformityAndDistanceOfTestAndTrainingLoss()
    {
        ReproductionData none = new() { Dataset = "made-up", Initial = [], Runs = [] };
        TrainedRun run = Run(2, _ => 0) with { TestLoss = 1.5 };
        Trial[] trials = [.. TrainedTrials.Of([(new PlannedTraining("a", 1, "train_limit=64,epochs=100,weight_decay=0.01"), run)], none)];
        Assert.Equal([("weight-decay", 0.01, 0.25), ("overfitting", 0.01, 0.5)], trials.Select(trial => (trial.Experiment, trial.Level, trial.Value)));
    }

    [Fact]
    public void Of_BatchSizes_AreComparedAtTheSameSteps()
    {
        TrainedRun Measured(params (long Step, double Cosine)[] rows) => Run(0, _ => 0) with
        {
            Model = "a",
            Independence = [.. rows.Select(row => MadeUp.Independence with { Step = row.Step, MeanAbsoluteCosine = row.Cosine })],
        };
        ReproductionData data = new() { Dataset = "made-up", Initial = [], Runs = [Measured((90, 9), (100, 1), (110, 3), (120, 9))] };
        Trial[] trials = [.. TrainedTrials.Of([(new PlannedTraining("a", 1, "batch_size=16,steps=117"), Measured((100, 5), (110, 7), (116, 9)))], data)];
        Assert.Equal([6, 2], trials.Where(trial => trial.Experiment == "batch-size").Select(trial => trial.Value));
    }

    private static TrainedRun Run(long seed, Func<int, double> norm) => new()
    {
        Name = $"b-k1-s{seed}",
        Model = "b",
        K = 1,
        Seed = seed,
        Parameters = 1,
        Steps = [.. Enumerable.Range(0, 100).Select(t => MadeUp.Row with { Step = t, LogMeanGradientNorm = norm(t), PNormSquared = 0.25 })],
    };
}
