using StructuralError.Tests.Cuda.Ptx;
using StructuralError.Tests.Durability;
using StructuralError.Tests.Processes;

namespace StructuralError.Tests;

/// <summary>
/// What a test may need of the machine, each with the reason that a skipped test shows:
/// <c>[Fact(Skip = Needs.GitReason, SkipUnless = nameof(Needs.Git), SkipType = typeof(Needs))]</c>.
/// </summary>
public static class Needs
{
    public const string MnistReason = "needs MNIST: let MNIST_DIR name a directory with its training files";
    public const string ChromiumReason = "needs Chromium on PATH (Debian: apt-get install chromium), or STRUCTURALERROR_CHROMIUM to name its program";
    public const string ClangReason = "needs the very clang that made the committed PTX, see its first line, on PATH or named by CLANG";
    public const string PtxasReason = "needs ptxas of the CUDA toolkit, on PATH or named by PTXAS";
    public const string RsvgReason = "needs rsvg-convert (Debian: apt-get install librsvg2-bin)";
    public const string PdftoppmReason = "needs pdftoppm (Debian: apt-get install poppler-utils)";
    public const string GitReason = "needs git";
    public const string BashReason = "needs bash";
    public const string ParallelReason = "needs GNU parallel (Debian: apt-get install parallel) and bash";
    public const string PythonReason = "needs python3";
    public const string ZshReason = "needs zsh";
    public const string PowerShellReason = "needs pwsh";
    public const string SignalsReason = "needs POSIX signals; where SIGINT is ignored, as in a background job of a script, also env of GNU coreutils 8.31 or later";
    public const string UnixReason = "needs mkfifo and /dev, which Windows has not";
    public const string TerminalReason = "needs a pseudo-terminal: script of util-linux";
    public const string LinuxReason = "reads /proc, which only Linux has";
    public const string PreloadReason = "preloads a library into the program, which needs Linux and a C compiler";
    public const string MountReason = "mounts a file system, which needs Linux and the right to do so";
    public const string OtherUserReason = "needs a user who may not read everything: not root, or root with setpriv (util-linux)";
    public const string UnprivilegedReason = "needs a user who may not read everything";

    public static bool Mnist => Engines.Mnist.IsThere;

    public static bool Chromium => Reporting.Html.Chromium.Program is not null;

    public static bool Clang => Tool.Clang is not null;

    public static bool Ptxas => Tool.Ptxas is not null;

    public static bool Rsvg => Tool.Find("rsvg-convert") is not null;

    public static bool Pdftoppm => Tool.Find("pdftoppm") is not null;

    public static bool Git => Tool.Find("git", "git.exe") is not null;

    public static bool Bash => Tool.Find("bash") is not null;

    public static bool Parallel => Bash && Tool.Find("parallel") is not null;

    public static bool Python => Tool.Find("python3") is not null;

    public static bool Zsh => Tool.Find("zsh") is not null;

    public static bool PowerShell => Tool.Find("pwsh") is not null;

    public static bool Signals => !OperatingSystem.IsWindows() && (SignalDefaults.CanRestore || !SignalDefaults.IgnoresInterrupt);

    public static bool Unix => !OperatingSystem.IsWindows();

    public static bool Terminal => OperatingSystem.IsLinux() && Tool.Find("script") is not null;

    public static bool Linux => OperatingSystem.IsLinux();

    public static bool Preload => PreloadedFault.CanBuild;

    public static bool Mount => FullDiskTests.CanMount;

    /// <summary>Whether a program can be run as a user who may not read everything.</summary>
    public static bool OtherUser => Unprivileged || (OperatingSystem.IsLinux() && Tool.Find("setpriv") is not null);

    /// <summary>Root may read everything, and Windows has other rights.</summary>
    public static bool Unprivileged => !OperatingSystem.IsWindows() && !Environment.IsPrivilegedProcess;
}
