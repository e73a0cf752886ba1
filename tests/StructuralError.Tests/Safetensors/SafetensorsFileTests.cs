using System.Text;
using StructuralError.Runs.Safetensors;
using Xunit;

namespace StructuralError.Tests.Safetensors;

/// <summary>Reading: what the format's own reader accepts, and everything that it must not.</summary>
public sealed class SafetensorsFileTests
{
    private const string Good = """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"I16","shape":[1,2],"data_offsets":[8,12]}}""";

    [Fact]
    public void Parse_HeaderWithoutPadding_IsRead()
    {
        SafetensorsFile file = SafetensorsFile.Parse(SafetensorsBytes.Of("""{"test":{"dtype":"I32","shape":[2,2],"data_offsets":[0,16]}}""", new byte[16]));
        TensorEntry entry = Assert.Single(file.Tensors);
        Assert.Equal(("test", "I32", 0L, 16L), (entry.Name, entry.Type.Name, entry.Begin, entry.End));
        Assert.Contains("I32", Assert.Throws<SafetensorsException>(() => file.CopyTo(entry, new double[4])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("  {} ")]
    [InlineData("""{"__metadata__":{"made by":"hand"}}""")]
    [InlineData("""{"a":{"dtype":"F64","shape":[0,3],"data_offsets":[0,0]},"b":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"F4","shape":[0,9223372036854775807],"data_offsets":[0,0]}}""")]
    public void Parse_NoData_IsRead(string header) => Assert.NotNull(SafetensorsFile.Parse(SafetensorsBytes.Of(header)));

    [Fact]
    public void Parse_OrderOfTheHeader_DoesNotMatter()
    {
        const string Header = """{"b":{"dtype":"U8","shape":[],"data_offsets":[4,5]},"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";
        SafetensorsFile file = SafetensorsFile.Parse(SafetensorsBytes.Of(Header, new byte[5]));
        Assert.Equal(["a", "b"], file.Tensors.Select(tensor => tensor.Name));
    }

    public static TheoryData<string, byte[]> Malformed => new()
    {
        { "empty", [] },
        { "seven bytes", new byte[7] },
        { "header announced and nothing after", [60, 0, 0, 0, 0, 0, 0, 0] },
        { "header length near 2^64", [60, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF] },
        { "header length 100,000,001", [1, 0xE1, 0xF5, 5, 0, 0, 0, 0, .. new byte[20]] },
        { "no header", SafetensorsBytes.Of(string.Empty) },
        { "header byte FF", SafetensorsBytes.Of([0xFF], []) },
        { "header {", SafetensorsBytes.Of("{") },
        { "byte order mark", SafetensorsBytes.Of([0xEF, 0xBB, 0xBF, .. "{}"u8], []) },
        { "UTF-16", SafetensorsBytes.Of(Encoding.Unicode.GetBytes("{}"), []) },
        { "a list", SafetensorsBytes.Of("[]") },
        { "a text behind the header", SafetensorsBytes.Of("{}x") },
        { "one byte too many", SafetensorsBytes.Of(Good, new byte[13]) },
        { "two bytes short", SafetensorsBytes.Of(Good, new byte[10]) },
        { "too few bytes for the shape", One("F32", "[2,2]", "[0,4]", 4) },
        { "ten tensors in one place", SafetensorsBytes.Of($"{{{string.Join(',', Enumerable.Range(0, 10).Select(i => $$"""
            "t{{i}}":{"dtype":"I32","shape":[2,2],"data_offsets":[0,16]}
            """))}}}", new byte[16]) },
        { "hole at the start", One("U8", "[4]", "[4,8]", 8) },
        { "hole in the middle", SafetensorsBytes.Of("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}""", new byte[3]) },
        { "shape 2^64 - 2", One("I32", "[2,18446744073709551614]", "[0,16]", 16) },
        { "shape 2^63 - 1", One("I32", "[2,9223372036854775807]", "[0,16]", 16) },
        { "shape overflows to the right size", One("U8", "[4294967296,4294967296,16]", "[0,0]", 0) },
        { "negative shape", One("U8", "[-1,-4]", "[0,4]", 4) },
        { "negative offset", One("U8", "[4]", "[-4,0]", 4) },
        { "fraction", One("U8", "[4.0]", "[0,4]", 4) },
        { "exponent", One("U8", "[4]", "[0,4e0]", 4) },
        { "begin after end", One("U8", "[4]", "[4,0]", 4) },
        { "one offset", One("U8", "[4]", "[4]", 4) },
        { "three offsets", One("U8", "[4]", "[0,4,4]", 4) },
        { "offsets as text", One("U8", "[4]", "\"0,4\"", 4) },
        { "shape as text", One("U8", "[\"4\"]", "[0,4]", 4) },
        { "unknown type", One("F33", "[1]", "[0,4]", 4) },
        { "type in lower case", One("f32", "[1]", "[0,4]", 4) },
        { "half a byte", One("F4", "[3]", "[0,1]", 1) },
        { "without a type", SafetensorsBytes.Of("""{"x":{"shape":[1],"data_offsets":[0,4]}}""", new byte[4]) },
        { "tensor that is no object", SafetensorsBytes.Of("""{"x":3}""") },
        { "name twice", SafetensorsBytes.Of("""{"x":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"x":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""") },
        { "name twice, once escaped", SafetensorsBytes.Of("""{"x":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"\u0078":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""") },
        { "field twice", SafetensorsBytes.Of("""{"x":{"dtype":"U8","dtype":"I8","shape":[0],"data_offsets":[0,0]}}""") },
        { "metadata number", SafetensorsBytes.Of("""{"__metadata__":{"k":1}}""") },
        { "metadata text", SafetensorsBytes.Of("""{"__metadata__":"k"}""") },
        { "metadata twice", SafetensorsBytes.Of("""{"__metadata__":{},"__metadata__":{}}""") },
        { "depth bomb", SafetensorsBytes.Of(new string('[', 100_000)) },
        { "depth bomb in a field", SafetensorsBytes.Of("{\"x\":" + new string('[', 100_000)) },
        { "comment", SafetensorsBytes.Of("{/**/}") },
        { "trailing comma", SafetensorsBytes.Of("""{"__metadata__":{},}""") },
        { "half a surrogate pair", SafetensorsBytes.Of("""{"\ud800":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""") },
        { "name that is no UTF-8", SafetensorsBytes.Of([.. "{\""u8, 0xC3, 0x28, .. "\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}"u8], []) },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Parse_Malformed_Refused(string what, byte[] file)
    {
        SafetensorsException error = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Parse(file));
        Assert.True(error.Message.Length > 0, what);
    }

    [Fact]
    public void Parse_CutAtEveryLength_Refused()
    {
        byte[] file = SafetensorsBytes.Of(Good, new byte[12]);
        Assert.Equal(2, SafetensorsFile.Parse(file).Tensors.Length);
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<SafetensorsException>(() => SafetensorsFile.Parse(file.AsMemory(0, length)));
        }
    }

    [Fact]
    public void Parse_EveryBitOfTheHeaderFlipped_IsReadOrRefusedAndNothingElse()
    {
        byte[] file = SafetensorsBytes.Of(Good, new byte[12]);
        for (int bit = 0; bit < (file.Length - 12) * 8; bit++)
        {
            byte[] flipped = [.. file];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Exception? error = Record.Exception(() => SafetensorsFile.Parse(flipped));
            Assert.True(error is null or SafetensorsException, FormattableString.Invariant($"bit {bit}: {error}"));
        }
    }

    [Fact]
    public void CopyTo_WrongLength_Throws()
    {
        SafetensorsFile file = SafetensorsFile.Parse(SafetensorsBytes.Of(Good, new byte[12]));
        Assert.Throws<ArgumentException>(() => file.CopyTo(file.Find("x")!, new double[3]));
        Assert.Null(file.Find("z"));
    }

    private static byte[] One(string type, string shape, string offsets, int bytes) =>
        SafetensorsBytes.Of($$$"""{"x":{"dtype":"{{{type}}}","shape":{{{shape}}},"data_offsets":{{{offsets}}} } }""", new byte[bytes]);
}
