using System.Text;
using StructuralError.Core.Common;
using StructuralError.Experiments.Datasets;
using Xunit;

namespace StructuralError.Tests.Data;

public sealed class IdxMalformedTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("<!DOCTYPE html><title>404</title>", "HTML page")]
    [InlineData("\n  <HTML><body>please log in", "HTML page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:abc\n", "Git LFS pointer")]
    [InlineData("PK\x03\x04 and more", "zip archive")]
    [InlineData("BZh91AY&SY", "bzip2")]
    [InlineData("hello, world", "not an IDX file: it starts with 68 65 6c 6c")]
    public void Read_SomethingElse_SaysWhatItIs(string content, string expected)
    {
        AssertBad(Encoding.Latin1.GetBytes(content), expected);
        AssertBad(IdxBytes.Gzip(Encoding.Latin1.GetBytes(content)), expected);
    }

    [Theory]
    [InlineData("000008", "too short for an IDX header")]
    [InlineData("00000803000000020000", "truncated within the header")]
    [InlineData("0000080100000005010203", "truncated")]
    [InlineData("000008010000000501020304050607", "trailing bytes")]
    [InlineData("0000080000000001", "0 dimensions")]
    [InlineData("000008050000000100000001000000010000000100000001ff", "5 dimensions")]
    [InlineData("00000a0100000001ff", "unknown element type 0x0a")]
    [InlineData("0000ff0100000001ff", "unknown element type 0xff")]
    [InlineData("0000080100000000", "zero items")]
    [InlineData("0000080300000002000000000000001c", "zero items")]
    [InlineData("01080000020000000102", "byte-swapped")]
    [InlineData("0000080102000000aabb", "byte-swapped: read little-endian they are [2]")]
    [InlineData("00000804ffffffffffffffffffffffffffffffff00", "claim more than 2^63")]
    [InlineData("00000e04ffffffffffffffffffffffffffffffff00", "claim more than 2^63")]
    [InlineData("0000080200010001000100010000", "claim 4295098369 bytes of data")]
    public void Read_WrongHeaderOrLength_SaysWhatIsWrong(string hex, string expected)
    {
        byte[] content = Convert.FromHexString(hex);
        AssertBad(content, expected);
        AssertBad(IdxBytes.Gzip(content), expected);
    }

    [Fact]
    public void Read_LittleEndianCountOf60000_SaysByteSwapped() =>
        AssertBad(IdxBytes.File(8, [0x60EA0000], new byte[60000]), "[1625948160] are byte-swapped: read little-endian they are [60000]");

    [Fact]
    public void Read_GzipCutShort_SaysTruncated()
    {
        byte[] content = IdxBytes.Images(50), whole = IdxBytes.Gzip(content), first = IdxBytes.Gzip(content[..100]), second = IdxBytes.Gzip(content[100..]);
        foreach (int missing in (int[])[1, 4, 8, second.Length / 2, second.Length - 5])
        {
            AssertBad(whole[..^missing], "truncated or damaged gzip data");
            AssertBad([.. first, .. second[..^missing]], "truncated or damaged gzip data");
        }
    }

    [Fact]
    public void Read_GzipWithWrongChecksum_SaysDamaged()
    {
        byte[] content = IdxBytes.Gzip(IdxBytes.Images(50));
        content[^6] ^= 1;
        AssertBad(content, "truncated or damaged gzip data");
    }

    [Fact]
    public void Read_ShortContentInWholeGzip_SaysTheContentIsTruncated()
    {
        byte[] content = IdxBytes.Images(50);
        UserErrorException error = AssertBad(IdxBytes.Gzip(content[..^7]), "truncated: dimensions [50, 4, 3] take 616 bytes with the header, 609 are there");
        Assert.DoesNotContain("gzip", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TheContentTwice_SaysSo()
    {
        byte[] member = IdxBytes.Gzip(IdxBytes.Images(50));
        AssertBad([.. member, .. member], "trailing bytes");
    }

    [Fact]
    public void Read_BytesBehindGzip_SaysSomethingIsBehind()
    {
        byte[] member = IdxBytes.Gzip(IdxBytes.Images(50));
        AssertBad([.. member, 1, 2, 3], "something else behind them");
        AssertBad([.. member, .. new byte[512], 1], "something else behind them");
        AssertBad([.. member, 0x1F], "something else behind them");
    }

    [Fact]
    public void Read_MoreThanTheMemory_SaysHowMuch()
    {
        string path = _directory.Write("large", IdxBytes.Gzip(IdxBytes.File(0x0D, [100, 10, 10], new byte[40_000])));
        Assert.Equal(40_000, IdxReader.Read(path, memory: 80_000, CancellationToken.None).Raw.Length);
        UserErrorException error = Assert.Throws<UserErrorException>(() => IdxReader.Read(path, memory: 79_999, CancellationToken.None));
        Assert.Contains("dimensions [100, 10, 10] take 80 kB of memory; there are 80 kB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MuchContentInAFewBytes_TakesItsMemoryOnce()
    {
        string path = _directory.Write("zeros", IdxBytes.Gzip(IdxBytes.File(8, [30, 1000, 1000], new byte[30_000_000])));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(30_000_000, IdxReader.Read(path).Raw.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 30_000_000, 34_000_000);
    }

    [Fact]
    public void Read_CompressedTwice_SaysSo() => AssertBad(IdxBytes.Gzip(IdxBytes.Gzip(IdxBytes.Images(50))), "compressed twice");

    [Fact]
    public void Read_GzipBombWithModestHeader_StopsAtTheHeadersClaim()
    {
        byte[] bomb = IdxBytes.Gzip(IdxBytes.File(8, [10], new byte[50_000_000]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertBad(bomb, "trailing bytes");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Fact]
    public void Read_SmallFileWithHugeClaim_AllocatesLittle()
    {
        // The claim is within what gzip data of this length could expand to, but the data are not there.
        byte[] noise = new byte[300_000];
        new System.Random(3).NextBytes(noise);
        byte[] content = IdxBytes.Gzip(IdxBytes.File(8, [300_000_000], noise));
        string path = _directory.Write("claim", content);
        long before = GC.GetAllocatedBytesForCurrentThread();
        UserErrorException error = Assert.Throws<UserErrorException>(() => IdxReader.Read(path));
        Assert.Contains("truncated", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20 * content.Length);
    }

    [Fact]
    public void Read_MissingFileOrDirectory_SaysSo()
    {
        string missing = _directory.File("none");
        Assert.Equal(FailureKind.BadData, Assert.Throws<UserErrorException>(() => IdxReader.Read(missing)).Kind);
        UserErrorException error = Assert.Throws<UserErrorException>(() => IdxReader.Read(_directory.Path));
        Assert.Contains("is a directory", error.Message, StringComparison.Ordinal);
    }

    [Fact(Skip = Needs.UnprivilegedReason, SkipUnless = nameof(Needs.Unprivileged), SkipType = typeof(Needs))]
    public void Read_NoRightToRead_SaysSo()
    {
        string path = _directory.Write("closed", IdxBytes.Labels(3));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        UserErrorException error = Assert.Throws<UserErrorException>(() => IdxReader.Read(path));
        Assert.Contains("cannot be opened", error.Message, StringComparison.Ordinal);
        Assert.Contains("Check its permissions", error.Message, StringComparison.Ordinal);
    }

    private UserErrorException AssertBad(byte[] content, string expected)
    {
        string path = _directory.Write("bad", content);
        UserErrorException error = Assert.Throws<UserErrorException>(() => IdxReader.Read(path));
        Assert.Equal(FailureKind.BadData, error.Kind);
        Assert.StartsWith(path + ": ", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Contains(expected, StringComparison.Ordinal), error.Message);
        return error;
    }
}
