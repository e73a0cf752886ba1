using StructuralError.Experiments.Models;
using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Sweeps;
using StructuralError.Reporting.Paper;
using StructuralError.Tests.Running;
using Xunit;

namespace StructuralError.Tests.Analysis.Reproduction;

public sealed class PaperPlanTests
{
    [Fact]
    public void Figures_AreThoseThatAreDrawn()
    {
        var nothing = new ReproductionData { Dataset = "mnist", Runs = [], Initial = [] };
        Assert.Equal(PaperFigures.Build(nothing).Select(figure => figure.Id), PaperPlan.Figures.Select(figure => figure.Id));
    }

    [Fact]
    public void Trainings_OfAllFigures_EachOnce()
    {
        string[] names = [.. PaperPlan.Trainings(PaperPlan.Figures).Select(training => $"{training.Model}{training.K}")];
        Assert.Equal("a0 a1 a2 a3 a4 a5 b0 b1 b2 b3 b4 b5 c1 d1".Split(' '), names);
    }

    [Theory]
    [InlineData("2", "a1 b1 c1 d1", 0)]
    [InlineData("5", "", 84)]
    [InlineData("6", "a0 a1 a2 a3 a4 a5", 0)]
    [InlineData("9", "b0 b1 b2 b3 b4 b5", 0)]
    [InlineData("theorem4", "a1 b1 c1 d1", 94)]
    public void Figure_NeedsItsRunsAndNetworksOnly(string name, string trainings, int networks)
    {
        PlannedFigure[] figure = [.. PaperPlan.Figures.Where(figure => figure.ShortName == name)];
        Assert.Equal(trainings, string.Join(' ', PaperPlan.Trainings(figure).Select(training => $"{training.Model}{training.K}")));
        Assert.Equal(networks, PaperPlan.Networks(figure).Count);
    }

    [Fact]
    public void Networks_DepthUpToTwentyAndSeveralWidths()
    {
        IReadOnlyList<PlannedNetwork> networks = PaperPlan.Networks(PaperPlan.Figures);
        Assert.Equal(networks.Distinct(), networks);
        Assert.All((string[])["a", "b", "c", "d"], model => Assert.Equal(Enumerable.Range(0, 21), networks.Where(network => network.Model == model && network.Width == PaperPlan.OwnWidth(model)).Select(network => network.K)));
        Assert.Equal([32, 64, 128, 256], networks.Where(network => network is { Model: "b", K: 1 }).Select(network => network.Width));
        Assert.Equal([8, 16, 32], networks.Where(network => network is { Model: "c", K: 1 }).Select(network => network.Width));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    [InlineData("d")]
    public void OwnWidth_IsTheModelFiles(string model) => Assert.Equal(
        PaperPlan.OwnWidth(model),
        ModelLocator.Default.Load(model).Parameters.Single(parameter => parameter.Name == PaperPlan.WidthName(model)).Default);

    [Fact]
    public void Arguments_SayWhatIsNotTheDefault()
    {
        var training = new PlannedTraining("b", 3);
        RunSpec common = SpecFields.Defaults with { Dataset = "mnist" };
        Assert.Equal("--model b --k 3 --dataset mnist --seed 4 --structure-every 10", string.Join(' ', Arguments(new ReproductionSettings(common, 5, false).Spec(training, 4))));
        RunSpec other = SpecFields.Defaults with { Dataset = "my data", DataDirectory = "x", Precision = StructuralError.Core.Engines.Precision.F64 };
        Assert.Equal(
            ["--model", "b", "--k", "3", "--dataset", "my data", "--data-dir", "x", "--steps", "200", "--seed", "0", "--precision", "f64", "--structure-every", "10"],
            Arguments(new ReproductionSettings(other, 5, true).Spec(training, 0)));
    }

    private static string[] Arguments(ResolvedSpec spec) => [.. SpecArguments.Of(spec, Tiny.Network("b"))];
}
