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

    [Fact]
    public void ToJson_IsTheSameBytesAsEver() => Assert.Equal(
        "{\n  \"schema\": 1,\n  \"dataset\": \"mnist\",\n  \"quick\": true,\n  \"precision\": \"f64\",\n  \"seconds\": 12.5\n}\n",
        new ReproductionRecord("mnist", true, "f64", 12.5).ToJson());

    [Fact]
    public void ToJson_KeepsWhatAnotherVersionAdded()
    {
        string path = _directory.Write("reproduction.json", """{ "schema": 1, "dataset": "a", "quick": true, "precision": "f64", "seconds": 1, "later": 2 }""");
        ReproductionRecord record = ReproductionRecord.Read(path)! with { Seconds = 3 };
        Assert.Equal("2", System.Text.Json.JsonDocument.Parse(record.ToJson()).RootElement.GetProperty("later").GetRawText());
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
    [InlineData("""{ "schema": 1, "dataset": null, "quick": true, "precision": "f64", "seconds": 1 }""")]
    [InlineData("""{ "schema": 1, "dataset": "a", "quick": true, "precision": "f64" }""")]
    [InlineData("""{ "schema": 1, "schema": 1 }""")]
    public void Read_Damaged_NamesTheFile(string text)
    {
        string path = _directory.Write("reproduction.json", text);
        UserErrorException error = Assert.Throws<UserErrorException>(() => ReproductionRecord.Read(path));
        Assert.Equal(FailureKind.BadData, error.Kind);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }
}
