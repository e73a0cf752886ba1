using StructuralError.Experiments.Datasets;
using Xunit;

namespace StructuralError.Tests.Data;

public sealed class IdxReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_BytesOf2By2By3_GivesElementsInOrder(bool gzip)
    {
        byte[] content = Convert.FromHexString("00000803000000020000000200000003000102030405060708090a0b");
        IdxFile file = Read(gzip ? IdxBytes.Gzip(content) : content);
        Assert.Equal(IdxElementType.U8, file.ElementType);
        Assert.Equal([2, 2, 3], file.Dimensions);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (byte)i), file.Raw);
        Assert.Equal(IdxBytes.Sha256(content), file.Sha256);
    }

    [Fact]
    public void Read_TwoFloats_GivesTheirValues()
    {
        IdxFile file = Read(Convert.FromHexString("00000d01000000023f800000c0200000"));
        Assert.Equal(IdxElementType.F32, file.ElementType);
        Assert.Equal([1f, -2.5f], file.ToFloat32());
    }

    [Theory]
    [InlineData(0x08, "00ff", new[] { 0.0, 255.0 })]
    [InlineData(0x09, "80ff7f", new[] { -128.0, -1.0, 127.0 })]
    [InlineData(0x0B, "8000ffff01027fff", new[] { -32768.0, -1.0, 258.0, 32767.0 })]
    [InlineData(0x0C, "80000000ffffffff010203047fffffff", new[] { -2147483648.0, -1.0, 16909060.0, 2147483647.0 })]
    [InlineData(0x0D, "3f800000c02000007f7fffff00000001", new[] { 1.0, -2.5, 3.4028234663852886e38, 1.401298464324817e-45 })]
    [InlineData(0x0E, "3ff0000000000000c0040000000000003fb999999999999a", new[] { 1.0, -2.5, 0.1 })]
    public void Read_EachElementType_GivesBigEndianValues(byte type, string data, double[] expected)
    {
        byte[] bytes = Convert.FromHexString(data);
        IdxFile file = Read(IdxBytes.File(type, [(uint)expected.Length], bytes));
        Assert.Equal(expected.Length, file.Count);
        Assert.Equal(expected, Enumerable.Range(0, file.Count).Select(i => file[i]));
        Assert.Equal(expected.Select(value => (float)value), file.ToFloat32());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Read_OneToFourDimensions_AreKept(int ndim)
    {
        uint[] dimensions = [.. new uint[] { 2, 3, 1, 2 }.Take(ndim)];
        int count = (int)dimensions.Aggregate(1u, (product, dimension) => product * dimension);
        IdxFile file = Read(IdxBytes.File(8, dimensions, new byte[count]));
        Assert.Equal(dimensions.Select(dimension => (int)dimension), file.Dimensions);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1 << 20)]
    [InlineData((3 << 20) + 17)]
    public void Read_LargerThanOnePiece_IsWholeAndHashed(int count)
    {
        byte[] data = new byte[count];
        new System.Random(5).NextBytes(data);
        byte[] content = IdxBytes.File(8, [(uint)count], data);
        foreach (byte[] form in (byte[][])[content, IdxBytes.Gzip(content)])
        {
            IdxFile file = Read(form);
            Assert.True(file.Raw.AsSpan().SequenceEqual(data));
            Assert.Equal(IdxBytes.Sha256(content), file.Sha256);
        }
    }

    [Fact]
    public void Read_GzipThatExpandsFarAboveTheUsual_IsWhole()
    {
        byte[] content = IdxBytes.File(8, [20_000_000], new byte[20_000_000]);
        IdxFile file = Read(IdxBytes.Gzip(content));
        Assert.Equal(20_000_000, file.Count);
        Assert.Equal(IdxBytes.Sha256(content), file.Sha256);
    }

    [Fact]
    public void Read_Cancelled_Throws()
    {
        string path = _directory.Write("x", IdxBytes.Images(100));
        Assert.Throws<OperationCanceledException>(() => IdxReader.Read(path, new CancellationToken(canceled: true)));
    }

    private IdxFile Read(byte[] content) => IdxReader.Read(_directory.Write("file", content));
}
