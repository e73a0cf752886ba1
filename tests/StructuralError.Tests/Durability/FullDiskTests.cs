using System.Diagnostics;
using StructuralError.Cli.Common;
using StructuralError.Runs.Directories;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Durability;

/// <summary>A disk that is really full: a file system of one megabyte in memory.</summary>
[Trait("Speed", "Slow")]
public sealed class FullDiskTests : IDisposable
{
    // Some three megabytes of rows.
    private readonly TinyRun _tiny = new(24, 600, "--checkpoint-every", "100");

    private static readonly Lazy<bool> Mounts = new(TryMount);

    /// <summary>Whether a test may mount a file system here.</summary>
    public static bool CanMount => Mounts.Value;

    public void Dispose() => _tiny.Dispose();

    [Fact(Skip = Needs.MountReason, SkipUnless = nameof(Needs.Mount), SkipType = typeof(Needs))]
    public void Run_DiskFullThenEnlarged_SaysSoThenCompletes()
    {
        string disk = _tiny.Path("disk"), run = Path.Combine("disk", "run");
        Directory.CreateDirectory(disk);
        Assert.Equal(ExitCodes.Success, _tiny.Run("whole").ExitCode);
        Assert.True(Mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", disk));
        try
        {
            (int exitCode, string error) = _tiny.Run(run);
            Assert.Equal(ExitCodes.InputOutput, exitCode);
            Assert.Contains(_tiny.Path(run), error, StringComparison.Ordinal);
            Assert.Contains("No space left on device", error, StringComparison.Ordinal);
            Assert.NotEqual(RunState.Finished, RunInspection.Of(_tiny.Path(run)).State);
            Assert.Equal(ExitCodes.InputOutput, _tiny.Run(run).ExitCode);

            Assert.True(Mount("-o", "remount,size=50m", disk));
            (exitCode, error) = _tiny.Run(run);
            Assert.True(exitCode == ExitCodes.Success, error);
            Assert.Contains("going on after step", error, StringComparison.Ordinal);
            Assert.Equal(_tiny.Results("whole"), _tiny.Results(run));
        }
        finally
        {
            Start("umount", disk);
        }
    }

    private static bool Mount(params string[] arguments) => Start("mount", arguments);

    private static bool Start(string command, params string[] arguments)
    {
        using ChildProcess process = ChildProcess.Start(new ProcessStartInfo(command, arguments));
        return process.EndsWithin(Patience.Limit) && process.ExitCode == 0;
    }

    private static bool TryMount()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return false;
        }

        string directory = Directory.CreateTempSubdirectory("structural-error-mount-").FullName;
        try
        {
            return Mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", directory) && Start("umount", directory);
        }
        finally
        {
            Directory.Delete(directory);
        }
    }
}
