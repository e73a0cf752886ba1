using StructuralError.Reporting.Html.Checklist;
using StructuralError.Reporting.Html.Model;
using StructuralError.Runs;
using StructuralError.Runs.Files;
using StructuralError.Tests.Reporting.Figures;
using Xunit;

namespace StructuralError.Tests.Reporting.Html;

public class ReproducibilityChecklistTests
{
    private static readonly ReportPage Complete = SamplePages.Full with { Runs = [SamplePages.Run("s0", 0, 0.9), SamplePages.Run("s1", 1, 0.92)] };

    [Fact]
    public void Answers_CompleteRuns_AreYesExceptWhereNothingWasKept()
    {
        Assert.All(ReproducibilityChecklist.Answers(Complete), line => Assert.Equal(line.Item == "Trained models" ? Answer.No : Answer.Yes, line.Answer));
    }

    [Fact]
    public void Answers_Nothing_AreNo()
    {
        ChecklistAnswer[] yes = [.. ReproducibilityChecklist.Answers(new ReportPage { Title = "Empty" }).Where(line => line.Answer != Answer.No)];
        Assert.Equal("Readable without this program", Assert.Single(yes).Item);
    }

    [Theory]
    [InlineData("The exact code", "1 run with changes that were not committed")]
    [InlineData("Dependencies with their versions", "This holds for 1 of 2 runs")]
    [InlineData("Exclusions", "1 run of 2 did not complete")]
    [InlineData("Mean and spread", "One seed a setting")]
    public void Answers_OneRunOfTwoLacksIt_SaysHowMany(string item, string words)
    {
        Run run = SamplePages.Failed(SamplePages.Run("s1", 1, 0.92));
        Run lacking = run with { Manifest = run.Manifest with { Machine = null, Engine = null, Source = new(null, "f00", true) } };
        ChecklistAnswer line = Line(Complete with { Runs = [Complete.Runs[0], lacking] }, item);

        Assert.NotEqual(Answer.Yes, line.Answer);
        Assert.Contains(words, line.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_CheckpointsKept_TrainedModelsAreThere()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("checkpoint/last.safetensors", "parameters");
        ReportPage page = Complete with { Runs = [.. Complete.Runs.Select(run => run with { Path = directory.Path })] };
        Assert.Equal(Answer.Yes, Line(page, "Trained models").Answer);
    }

    [Fact]
    public void Answers_SettingsThatDiffer_AreNamed()
    {
        Run run = Complete.Runs[1];
        NetworkRecord network = run.Manifest.Network! with { Values = SampleFigures.Values("""{ "k": 5 }""") };
        Run wider = run with { Manifest = run.Manifest with { Network = network } };
        Assert.Contains("k.", Line(Complete with { Runs = [Complete.Runs[0], wider] }, "Hyperparameters and their bounds").Explanation, StringComparison.Ordinal);
    }

    private static ChecklistAnswer Line(ReportPage page, string item) => ReproducibilityChecklist.Answers(page).Single(line => line.Item == item);
}
