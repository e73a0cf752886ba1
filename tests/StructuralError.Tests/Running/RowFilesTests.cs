using System.Security.Cryptography;
using System.Text;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Storage;
using Xunit;

namespace StructuralError.Tests.Running;

public sealed class RowFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Marks_AnyNumberOfFiles_LengthAndHashOfEachInTheOrderOfNames()
    {
        using RowFiles rows = Open();
        rows.Open("steps.csv").Write("a\nb\n"u8);
        rows.Open("layers.csv");
        Assert.Equal([new RowFileMark("layers.csv", 0, Sha256(string.Empty)), new RowFileMark("steps.csv", 4, Sha256("a\nb\n"))], rows.Marks().AsEnumerable());
        Assert.Equal("a\nb\n", File.ReadAllText(_directory.File("steps.csv")));
    }

    [Fact]
    public void Open_WithAMark_CutsToItAndGoesOn()
    {
        _directory.Write("steps.csv", "header\nrow 0\nrow 1\nrow");
        using (RowFiles rows = Open(new RowFileMark("steps.csv", 13, Sha256("header\nrow 0\n"))))
        {
            Stream steps = rows.Open("steps.csv");
            Assert.Equal(13, steps.Length);
            steps.Write("new\n"u8);
            rows.FlushToDisk();
            Assert.Equal(new RowFileMark("steps.csv", 17, Sha256("header\nrow 0\nnew\n")), Assert.Single(rows.Marks()));
        }

        Assert.Equal("header\nrow 0\nnew\n", File.ReadAllText(_directory.File("steps.csv")));
    }

    [Fact]
    public void Open_WithoutAMark_StartsAnew()
    {
        _directory.Write("steps.csv", "old");
        using RowFiles rows = Open();
        Assert.Equal(0, rows.Open("steps.csv").Length);
        Assert.Equal(string.Empty, File.ReadAllText(_directory.File("steps.csv")));
        Assert.Throws<ArgumentException>(() => rows.Open("steps.csv"));
    }

    [Fact]
    public void Write_AllocatesNothing()
    {
        using RowFiles rows = Open();
        Stream steps = rows.Open("steps.csv");
        byte[] row = new byte[300];
        steps.Write(row, 0, row.Length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            steps.Write(row, 0, row.Length);
            steps.Flush();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private RowFiles Open(params RowFileMark[] marks) => new(_directory.Path, marks, DiskFileSystem.Instance);
}
