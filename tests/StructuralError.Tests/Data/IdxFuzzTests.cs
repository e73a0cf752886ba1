using StructuralError.Core.Common;
using StructuralError.Experiments.Datasets;
using Xunit;

namespace StructuralError.Tests.Data;

/// <summary>Whatever the bytes: a file is read or refused with a message for the user; nothing else is thrown.</summary>
public sealed class IdxFuzzTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    public static TheoryData<string> Forms => ["plain", "gzip", "f64"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Read_CutAtEveryLength_IsRefused(string form)
    {
        byte[] whole = Make(form);
        Assert.True(IsRead(whole));
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.False(IsRead(whole[..length]), $"cut to {length} of {whole.Length} bytes");
        }
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Forms))]
    public void Read_EveryBitFlipped_NeverFailsOtherwise(string form)
    {
        byte[] whole = Make(form);
        int refused = 0;
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            refused += IsRead(flipped) ? 0 : 1;
        }

        Assert.InRange(refused, 8 * 4, 8 * whole.Length);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Read_RandomBytes_NeverFailsOtherwise()
    {
        System.Random random = new(11);
        for (int trial = 0; trial < 2000; trial++)
        {
            byte[] bytes = new byte[random.Next(0, 60)];
            random.NextBytes(bytes);
            if (bytes.Length > 3 && trial % 2 == 0)
            {
                (bytes[0], bytes[1], bytes[2], bytes[3]) = (0, 0, (byte)random.Next(7, 16), (byte)random.Next(0, 6));
            }
            else if (bytes.Length > 10 && trial % 4 == 1)
            {
                (bytes[0], bytes[1], bytes[2], bytes[3]) = (0x1F, 0x8B, 8, 0);
            }

            IsRead(bytes);
        }
    }

    private static byte[] Make(string form) => form switch
    {
        "plain" => IdxBytes.Images(3),
        "gzip" => IdxBytes.Gzip(IdxBytes.Images(5)),
        _ => IdxBytes.File(0x0E, [2, 1, 1, 3], new byte[48]),
    };

    private bool IsRead(byte[] content)
    {
        string path = _directory.Write("fuzz", content);
        try
        {
            IdxFile file = IdxReader.Read(path);
            return file.Count > 0 && file.ToFloat32().Length == file.Count;
        }
        catch (UserErrorException error)
        {
            Assert.Equal(FailureKind.BadData, error.Kind);
            return false;
        }
    }
}
