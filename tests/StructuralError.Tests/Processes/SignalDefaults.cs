using System.Diagnostics;
using System.Globalization;

namespace StructuralError.Tests.Processes;

/// <summary>
/// A process inherits what its starter ignores, and .NET leaves a signal that is ignored at its start ignored. A shell without job control starts <c>dotnet test &amp;</c> with
/// SIGINT ignored, <c>nohup</c> with SIGHUP, so a child of the tests would never see them. Nothing in .NET and no POSIX shell can undo that; <c>env --default-signal</c> of GNU
/// coreutils 8.31 (2019) can, and turns into the program that it starts, so that the process number stays. It is used wherever it is there, so that every run takes the same way.
/// </summary>
internal static class SignalDefaults
{
    private const string Option = "--default-signal=HUP,INT,QUIT,TERM,USR1,USR2";

    private const int Interrupt = 2;

    private static readonly Lazy<bool> Restores = new(Try);

    /// <summary>Whether this machine has such an <c>env</c>; the one of BusyBox or of macOS is none.</summary>
    public static bool CanRestore => Restores.Value;

    /// <summary>Whether this process, and so its children, ignores SIGINT. False where that cannot be seen, outside Linux.</summary>
    public static bool IgnoresInterrupt { get; } = OperatingSystem.IsLinux() && File.ReadLines("/proc/self/status")
        .Any(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)
            && (ulong.Parse(line.AsSpan("SigIgn:".Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (Interrupt - 1))) != 0);

    /// <summary>How a program is started so that the signals the tests send have their default effect, as far as that can be had.</summary>
    public static ProcessStartInfo Start(string program, params string[] arguments) =>
        CanRestore ? new ProcessStartInfo("env", [Option, program, .. arguments]) : new ProcessStartInfo(program, arguments);

    private static bool Try()
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        using ChildProcess env = ChildProcess.Start(new ProcessStartInfo("env", [Option, "true"]));
        return env.EndsWithin(Patience.Limit) && env.ExitCode == 0;
    }
}
