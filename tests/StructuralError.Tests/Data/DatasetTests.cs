using StructuralError.Core.Common;
using StructuralError.Core.Data;
using Xunit;

namespace StructuralError.Tests.Data;

public sealed class DatasetTests
{
    /// <summary>Whole vectors are divided by multiplying; the last pixels one by one. Either way the quotient is the correctly rounded one.</summary>
    [Fact]
    public void CopySample_EveryByteAtEveryLength_IsTheFloat32Quotient()
    {
        const float Untouched = -7;
        for (int length = 0; length <= 100; length++)
        {
            // As many samples as it takes to have each of the 256 values at each place of a sample.
            byte[] pixels = new byte[256 * length];
            for (int i = 0; i < pixels.Length; i++)
            {
                pixels[i] = (byte)(((i / length) + (i % length * 37)) % 256);
            }

            var data = new Dataset("bytes", new TensorShape(1, 1, length, IsVector: false), pixels, new byte[256]);
            float[] sample = new float[length + 1];
            for (int index = 0; index < data.Count; index++)
            {
                sample[length] = Untouched;
                data.CopySample(index, sample);
                for (int i = 0; i < length; i++)
                {
                    byte pixel = pixels[(index * length) + i];
                    if (sample[i] != (float)pixel / 255f)
                    {
                        Assert.Fail($"length {length}, pixel {i}: {pixel} / 255 gave {sample[i]:R}");
                    }
                }

                Assert.Equal(Untouched, sample[length]);
            }
        }
    }

    [Fact]
    public void CopySample_WrongIndexOrShortDestination_Throws()
    {
        var data = new Dataset("bytes", new TensorShape(1, 4, 5, IsVector: false), new byte[40], new byte[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.CopySample(-1, new float[20]));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.CopySample(2, new float[20]));
        Assert.ThrowsAny<ArgumentException>(() => data.CopySample(0, new float[19]));
    }
}
