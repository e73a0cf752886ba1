using StructuralError.Reporting.Html.Checklist;
using StructuralError.Reporting.Html.Model;
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
        RunRecord lacking = SamplePages.Run("s1", 1, 0.92) with { Outcome = "failed", Results = new(), Environment = new() { Commit = "f00", Dirty = true } };
        ChecklistAnswer line = Line(Complete with { Runs = [Complete.Runs[0], lacking] }, item);

        Assert.NotEqual(Answer.Yes, line.Answer);
        Assert.Contains(words, line.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_CheckpointsKept_TrainedModelsAreThere()
    {
        ReportPage page = Complete with { Runs = [.. Complete.Runs.Select(run => run with { HasCheckpoint = true })] };
        Assert.Equal(Answer.Yes, Line(page, "Trained models").Answer);
    }

    [Fact]
    public void Answers_SettingsThatDiffer_AreNamed()
    {
        RunRecord wider = Complete.Runs[1] with { Network = Complete.Runs[1].Network with { Values = [new("k", "5")] } };
        Assert.Contains("k.", Line(Complete with { Runs = [Complete.Runs[0], wider] }, "Hyperparameters and their bounds").Explanation, StringComparison.Ordinal);
    }

    private static ChecklistAnswer Line(ReportPage page, string item) => ReproducibilityChecklist.Answers(page).Single(line => line.Item == item);
}
