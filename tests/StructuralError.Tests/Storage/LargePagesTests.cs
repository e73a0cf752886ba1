using System.Globalization;
using StructuralError.Core.Common;
using Xunit;

namespace StructuralError.Tests.Storage;

/// <summary>A wish for large pages changes nothing but time.</summary>
public sealed unsafe class LargePagesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((1 << 21) - 1)]
    [InlineData((1 << 22) + 1)]
    [InlineData(10_000_000)]
    public void NewBytes_AnyLength_HoldsWhatIsWritten(int length)
    {
        byte[] bytes = LargePages.NewBytes(length);
        Assert.Equal(length, bytes.Length);
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)(i % 251);
        }

        GC.Collect();
        Assert.Equal(-1, Enumerable.Range(0, length).FirstOrDefault(i => bytes[i] != i % 251, -1));
    }

    /// <summary>Linux marks a mapping for which large pages were asked for: "hg" among its VmFlags.</summary>
    [Fact]
    public void NewBytes_OnLinux_LieWhereLargePagesWereAskedFor()
    {
        Assert.SkipUnless(File.Exists("/sys/kernel/mm/transparent_hugepage/enabled"), "needs a Linux that has large pages");
        byte[] bytes = LargePages.NewBytes(1 << 25);
        fixed (byte* first = bytes)
        {
            Assert.Contains("hg", FlagsAt((ulong)first + (1 << 24)));
        }
    }

    /// <summary>Asked for once more, memory keeps what it has, and what lies beside it too.</summary>
    [Fact]
    public void Ask_MemoryThatHasContent_KeepsIt()
    {
        byte[] bytes = new byte[1 << 23];
        bytes.AsSpan().Fill(7);
        fixed (byte* first = bytes)
        {
            LargePages.Ask(first + 1000, bytes.Length - 2000);
            LargePages.Ask(first, 100);
        }

        Assert.False(bytes.AsSpan().ContainsAnyExcept((byte)7));
    }

    private static string[] FlagsAt(ulong address)
    {
        bool isThere = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries), ends = words[0].Split('-');
            if (ends.Length == 2 && ulong.TryParse(ends[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong start))
            {
                isThere = start <= address && address < ulong.Parse(ends[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
            else if (isThere && words[0] == "VmFlags:")
            {
                return words;
            }
        }

        return [];
    }
}
