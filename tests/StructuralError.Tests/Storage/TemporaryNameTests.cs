using StructuralError.Runs.Storage;
using Xunit;

namespace StructuralError.Tests.Storage;

public sealed class TemporaryNameTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("a.json")]
    [InlineData("a")]
    [InlineData("weights.of.a.safetensors")]
    [InlineData(".tmp")]
    public void Target_NewName_GivesTheFile(string name) => Assert.Equal(name, TemporaryName.Target(TemporaryName.Of(name)));

    [Theory]
    [InlineData(".draft.tmp")]
    [InlineData(".a.json.tmp")]
    [InlineData(".a.json.short.tmp")]
    [InlineData("a.json.abcdefgh.ijk.tmp")]
    [InlineData(".a.json.abcdefghiijk.tmp")]
    [InlineData(".a.json.ABCDEFGH.IJK.tmp")]
    [InlineData(".a.json.abcdefgh.ij9.tmp")]
    [InlineData("..abcdefgh.ijk.tmp")]
    [InlineData(".abcdefgh.ijk.tmp")]
    [InlineData(".tmp")]
    [InlineData("")]
    public void Target_OtherName_GivesNone(string name) => Assert.Null(TemporaryName.Target(name));

    [Fact]
    public void Sweep_LeftoversOfOwnFiles_AreDeletedAndNothingElse()
    {
        string[] kept = [".draft.tmp", "x", TemporaryName.Of("y")];
        foreach (string name in kept.Append(TemporaryName.Of("x")))
        {
            LeaveOver(name);
        }

        TemporaryName.Sweep(_directory.Path, name => name == "x");
        Assert.Equal(kept.Order(StringComparer.Ordinal), _directory.Names);
    }

    [Fact]
    public void Sweep_FileThatIsBeingWritten_Stays()
    {
        string path = _directory.File("x");
        using var file = new DurableFile(path);
        file.Write("whole"u8);
        File.SetLastWriteTimeUtc(Path.Combine(_directory.Path, Assert.Single(_directory.Names)), LongAgo);
        TemporaryName.Sweep(_directory.Path, name => name == "x");
        file.Commit();
        Assert.Equal("whole", File.ReadAllText(path));
    }

    /// <summary>
    /// As a file is between its making and its lock, and between its closing and its renaming: two downloads that were started together took theirs from each
    /// other.
    /// </summary>
    [Fact]
    public void Sweep_FileOfThisMomentWithoutALock_Stays()
    {
        string name = TemporaryName.Of("x");
        _directory.Write(name, "whole");
        TemporaryName.Sweep(_directory.Path, target => target == "x");
        Assert.Equal([name], _directory.Names);
    }

    [Fact(Skip = Needs.UnixReason, SkipUnless = nameof(Needs.Unix), SkipType = typeof(Needs))]
    public void Sweep_LinkOfSuchAName_IsLeftAlone()
    {
        string target = _directory.Write("thesis.txt", "precious"), link = _directory.File(TemporaryName.Of("x"));
        File.CreateSymbolicLink(link, target);
        File.SetLastWriteTimeUtc(link, LongAgo);
        TemporaryName.Sweep(_directory.Path, name => name == "x");
        Assert.Equal("precious", File.ReadAllText(target));
        Assert.Equal(target, new FileInfo(link).LinkTarget);
    }

    private static DateTime LongAgo => DateTime.UtcNow.AddMinutes(-1);

    private void LeaveOver(string name) => File.SetLastWriteTimeUtc(_directory.Write(name, "1"), LongAgo);
}
