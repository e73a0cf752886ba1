using StructuralError.Experiments.Queue;
using StructuralError.Tests.Reporting;
using Xunit;

namespace StructuralError.Tests.Queue;

public sealed class RunProgressTests
{
    [Theory]
    [InlineData(0.3125, 0.5)]
    [InlineData(double.NaN, 0)]
    [InlineData(double.PositiveInfinity, 1)]
    public void Parse_ReadsWhatToLineWrote_UnderAnyCulture(double loss, double accuracy)
    {
        var progress = new RunProgress(12, 938, loss, accuracy, 1.25);
        using var culture = new CommaCulture();
        string line = progress.ToLine();
        Assert.DoesNotContain('\n', line);
        Assert.Equal(progress, RunProgress.Parse(line));
    }

    [Fact]
    public void ToLine_IsTheDocumentedForm() => Assert.Equal(
        """{"event":"progress","step":123,"total_steps":938,"loss":0.31,"accuracy":0.906,"seconds":0.8}""",
        new RunProgress(123, 938, 0.31, 0.906, 0.8).ToLine());

    [Theory]
    [InlineData("")]
    [InlineData("warning: something")]
    [InlineData("""{"event":"progress","step":12""")]
    [InlineData("""{"event":"progress","step":"x","total_steps":1,"loss":1,"accuracy":1,"seconds":1}""")]
    [InlineData("""{"event":"progress","step":1,"total_steps":1,"loss":"x","accuracy":1,"seconds":1}""")]
    [InlineData("""{"event":"progress","step":1}""")]
    public void Parse_AnyOtherLine_Null(string line) => Assert.Null(RunProgress.Parse(line));
}
