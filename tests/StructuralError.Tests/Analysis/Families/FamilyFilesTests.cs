using System.Text;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Experiments.Models;
using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Paper.Families;
using StructuralError.Experiments.Specs;
using Xunit;

namespace StructuralError.Tests.Analysis.Families;

public sealed class FamilyFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Families => [.. Family.All.Select(family => family.Name)];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Families))]
    public void Load_EveryMemberThatComesWithTheProgram_HasModelsAndValuesThatThereAre(string name)
    {
        Family family = Family.All.Single(family => family.Name == name).Load();
        Assert.Empty(family.Members[0].Differences);
        Assert.All(family.Members, member =>
        {
            Assert.NotEmpty(member.Text);
            Assert.All(member.Models.Values, model => Assert.Contains(model, ModelLocator.Default.Available));
            _ = new ReproductionSettings(SpecFields.Defaults, 1, false).With(member);
        });
    }

    [Fact]
    public void Load_Architectures_AreNineAtLeastAndDifferFromEachOther()
    {
        Family family = Family.All[0].Load();
        Assert.True(family.Members.Length >= 9);
        Assert.Equal(family.Members.Length, family.Members.Select(member => member.Differences).Distinct().Count());
    }

    [Fact]
    public void Parse_AllThatAMemberCanHave_IsInItsSpecs()
    {
        FamilyMember member = Parse(
            """{ "name": "mine", "text": "A text.", "models": { "b": "plain-b" }, "fields": { "init": "he-normal", "learning_rate": 0.02, "normalise": "0.1307,0.3081" }, "width_factor": 0.5 }""");
        ReproductionSettings settings = new ReproductionSettings(SpecFields.Defaults with { Dataset = "digits" }, 1, true).With(member);
        Assert.Equal("b = plain-b, width × 0.5, init = he-normal, learning_rate = 0.02, normalise = 0.1307,0.3081", member.Differences);
        Assert.Equal("--normalise 0.1307,0.3081 --init he-normal --lr 0.02", settings.Options);
        RunSpec spec = settings.Spec(new PlannedTraining("b", 3), 4).Spec;
        Assert.Equal(("plain-b", 3, 64, 4L), (spec.Model, spec.Network["k"], spec.Network["width"], spec.Seed));
        Assert.Equal(("he-normal", 0.02, new Normalisation(0.1307f, 0.3081f)), (spec.Init, spec.LearningRate, spec.Normalise));
        Assert.Equal("d", settings.Spec(new PlannedTraining("d", 1), 0).Spec.Model);
        Assert.Equal(8, settings.NetworkValues("d", 1, 16)["channels"]);
    }

    [Theory]
    [InlineData("""{ "name": "x" }""", "$")]
    [InlineData("""{ "name": "x", "text": "y", "colour": 1 }""", "$.colour")]
    [InlineData("""{ "name": "../x", "text": "y" }""", "'../x'")]
    [InlineData("""{ "name": "", "text": "y" }""", "''")]
    [InlineData("""{ "name": "x", "text": "y", "models": { "e": "a" } }""", "'e'")]
    [InlineData("""{ "name": "x", "text": "y", "models": { "a": 1 } }""", "$.models.a")]
    [InlineData("""{ "name": "x", "text": "y", "width_factor": 0 }""", "width_factor of 0")]
    [InlineData("""{ "name": "robustness.json", "text": "y" }""", "must not end like that of a file")]
    [InlineData("""{ "name": "x", "text": "y" """, "not valid JSON at line 1")]
    [InlineData("""[]""", "$")]
    public void Parse_Wrong_SaysWhereAndWhatAFileHas(string json, string expected)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => Parse(json));
        Assert.Equal(FailureKind.Usage, error.Kind);
        Assert.StartsWith("mine.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("A file of this family has \"name\", \"text\", and perhaps \"models\", \"fields\" and \"width_factor\".", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inti", "he-normal", "mine: there is no field 'inti'; did you mean 'init'?")]
    [InlineData("init", "he", "mine: init: 'he' is not")]
    [InlineData("batch_size", "0", "mine: batch_size: must be at least 1, got 0.")]
    public void With_FieldOrValueThatThereIsNot_IsRefused(string field, string value, string expected)
    {
        FamilyMember member = new("mine", "A text.") { Fields = FamilyMember.Default.Fields.Add(field, value) };
        UserErrorException error = Assert.Throws<UserErrorException>(() => new ReproductionSettings(SpecFields.Defaults, 1, false).With(member));
        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_UnknownAndTwiceTheSameName_AreRefused()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => Family.All[0].Load(["tahn"]));
        Assert.Contains("there is no architecture 'tahn' (did you mean 'tanh'?); there are default, he-normal, ", error.Message, StringComparison.Ordinal);
        string other = _directory.Write("other.json", """{ "name": "tanh", "text": "Another." }""");
        Assert.Contains("two architectures are called 'tanh'", Assert.Throws<UserErrorException>(() => Family.All[0].Load(["tanh", other])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SomeNames_PutsTheDefaultFirst() =>
        Assert.Equal(["default", "plain", "tanh"], Family.All[0].Load(["tanh", "plain", "default"]).Members.Select(member => member.Name));

    private static FamilyMember Parse(string json) => new FamilyFiles("architectures", "architecture").Parse(Encoding.UTF8.GetBytes(json), "mine.json");
}
