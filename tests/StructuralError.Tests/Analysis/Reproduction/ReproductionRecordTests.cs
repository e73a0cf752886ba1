using StructuralError.Core.Common;
using StructuralError.Experiments.Paper;
using Xunit;

namespace StructuralError.Tests.Analysis.Reproduction;

public sealed class ReproductionRecordTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Read_GivesWhatWasWritten()
    {
        var record = new ReproductionRecord("mnist", true, "f64", 12.5);
        Assert.Equal(record, ReproductionRecord.Read(_directory.Write("reproduction.json", record.ToJson())));
        Assert.Null(ReproductionRecord.Read(_directory.File("nowhere.json")));
    }

    [Theory]
    [InlineData("mnist", false, "f64", true)]
    [InlineData("digits", false, "f64", false)]
    [InlineData("mnist", true, "f64", false)]
    [InlineData("mnist", false, "f32", false)]
    public void IsSameExperiment_TimeAsideEverythingCounts(string dataset, bool quick, string precision, bool isSame) =>
        Assert.Equal(isSame, new ReproductionRecord("mnist", false, "f64", 1).IsSameExperiment(new ReproductionRecord(dataset, quick, precision, 2)));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "schema": 2 }""")]
    [InlineData("""{ "schema": 1, "dataset": 3, "quick": true, "precision": "f64", "seconds": 1 }""")]
    [InlineData("""{ "schema": 1, "schema": 1 }""")]
    public void Read_Damaged_NamesTheFile(string text)
    {
        string path = _directory.Write("reproduction.json", text);
        UserErrorException error = Assert.Throws<UserErrorException>(() => ReproductionRecord.Read(path));
        Assert.Equal(ExitCodes.BadData, error.ExitCode);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }
}
