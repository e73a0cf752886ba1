using StructuralError.Runs.Storage;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Storage;

public sealed class DiskFileSystemTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static DiskFileSystem Files => DiskFileSystem.Instance;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Create_ExistingFile_Throws()
    {
        string path = _directory.Write("a", "old");
        Assert.Throws<IOException>(() => Files.Create(path).Dispose());
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void Continue_File_IsCutAndGoesOnThere()
    {
        string path = _directory.Write("a", "kept and cut");
        using (Stream file = Files.Continue(path, 4))
        {
            file.Write("!"u8);
        }

        Assert.Equal("kept!", File.ReadAllText(path));
    }

    /// <summary>Each holder deletes the file before it lets go, as a run does: whoever opened it in between must not take the lock on a file that nobody else will find.</summary>
    [Fact(Skip = Needs.LinuxReason, SkipUnless = nameof(Needs.Linux), SkipType = typeof(Needs))]
    public async Task Lock_HoldersThatDeleteTheFile_NeverTwoAtOnce()
    {
        const int Holders = 4, Times = 40;
        string path = _directory.File("lock");
        int inside = 0, clashes = 0;
        await Task.WhenAll(Enumerable.Range(0, Holders).Select(_ => Task.Run(() =>
        {
            for (int taken = 0; taken < Times;)
            {
                try
                {
                    using Stream file = Files.Lock(path);
                    clashes += Interlocked.Increment(ref inside) == 1 ? 0 : 1;
                    taken++;
                    Thread.Sleep(0);
                    Thread.SpinWait(2000);
                    Interlocked.Decrement(ref inside);

                    // From here on another may make a new one.
                    Files.Delete(path);
                }
                catch (LockedException)
                {
                    // Another holds it.
                }
            }
        }))).WaitAsync(Patience.Limit);
        Assert.Equal(0, clashes);
    }
}
