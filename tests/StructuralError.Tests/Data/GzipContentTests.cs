using StructuralError.Experiments.Datasets;
using Xunit;

namespace StructuralError.Tests.Data;

/// <summary>What RFC 1952 and <c>gunzip</c> allow besides one member.</summary>
public sealed class GzipContentTests : IDisposable
{
    private static readonly byte[] Content = IdxBytes.Images(50);

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Forms => ["one", "two", "many", "empty last", "empty first", "zeros", "many zeros", "empty last and zeros"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Forms))]
    public void Read_WholeMembers_GivesTheirContent(string form)
    {
        IdxFile file = IdxReader.Read(_directory.Write("file.gz", Bytes(form)));
        Assert.Equal(Content[16..], file.Raw);
        Assert.Equal(IdxBytes.Sha256(Content), file.Sha256);
    }

    private static byte[] Bytes(string form)
    {
        byte[] whole = IdxBytes.Gzip(Content), empty = IdxBytes.Gzip([]);
        return form switch
        {
            "two" => [.. IdxBytes.Gzip(Content[..100]), .. IdxBytes.Gzip(Content[100..])],
            "many" => [.. Content.Chunk(7).SelectMany(IdxBytes.Gzip)],
            "empty last" => [.. whole, .. empty],
            "empty first" => [.. empty, .. whole],
            "zeros" => [.. whole, .. new byte[512]],
            "many zeros" => [.. whole, .. new byte[200_000]],
            "empty last and zeros" => [.. whole, .. empty, .. new byte[512]],
            _ => whole,
        };
    }
}
