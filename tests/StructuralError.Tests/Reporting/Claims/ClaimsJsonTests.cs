using System.Text.Json;
using StructuralError.Experiments.Paper;
using StructuralError.Reporting.Claims;
using StructuralError.Tests.Analysis.Claims;
using Xunit;

namespace StructuralError.Tests.Reporting.Claims;

public sealed class ClaimsJsonTests
{
    [Fact]
    public void Text_SampleReport_HasEverythingInFull()
    {
        using var culture = new CommaCulture();
        using JsonDocument document = JsonDocument.Parse(SampleClaims.Report(isQuick: true).ToJson());
        JsonElement root = document.RootElement, claim = root.GetProperty("claims")[0], evidence = claim.GetProperty("evidence")[0], values = evidence.GetProperty("values");
        Assert.Equal(2, root.GetProperty("schema").GetInt32());
        Assert.True(root.GetProperty("quick").GetBoolean());
        Assert.Equal("sample-claim", claim.GetProperty("id").GetString());
        Assert.Equal("not reproduced", claim.GetProperty("verdict").GetString());
        Assert.Equal("claim of the paper", claim.GetProperty("kind").GetString());
        Assert.Equal("U falls", claim.GetProperty("quote").GetString());
        Assert.Equal(2, claim.GetProperty("readings")[0].GetProperty("agreeing").GetInt32());
        Assert.Equal("|U| falls \"fast\".", claim.GetProperty("sentence").GetString());
        Assert.Equal(["figure5", "figure6"], claim.GetProperty("figures").EnumerateArray().Select(figure => figure.GetString()));
        Assert.Equal(1.23456789012345, values[0].GetProperty("value").GetDouble());
        Assert.Equal(-3, values[1].GetProperty("seed").GetInt64());
        Assert.Equal("Infinity", values[1].GetProperty("value").GetString());
        Assert.Equal("NaN", evidence.GetProperty("lower").GetString());
        Assert.Equal("not reproduced", evidence.GetProperty("verdict").GetString());
        Assert.Equal(-1.5, claim.GetProperty("context")[0].GetProperty("lower").GetDouble());
        Assert.False(claim.GetProperty("context")[0].TryGetProperty("verdict", out _));
    }

    [Fact]
    public void Write_Directory_LeavesBothFilesWithEveryClaim()
    {
        using var directory = new TemporaryDirectory();
        ClaimsReport.Of(MadeUp.Networks(["a", "b", "c", "d"], (_, _, _) => MadeUp.Network)).Write(directory.Path);
        Assert.Equal(["claims.json", "claims.md"], directory.Names);
        string markdown = File.ReadAllText(directory.File("claims.md"));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(directory.File("claims.json")));
        Assert.Equal(PaperClaims.All.Select(claim => claim.Id), document.RootElement.GetProperty("claims").EnumerateArray().Select(claim => claim.GetProperty("id").GetString()));
        Assert.All(PaperClaims.All, claim => Assert.Contains($"<a id=\"{claim.Id}\"></a>", markdown, StringComparison.Ordinal));
    }
}
