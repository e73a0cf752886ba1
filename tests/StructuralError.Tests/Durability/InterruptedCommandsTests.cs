using System.Diagnostics;
using System.Globalization;
using System.Text;
using StructuralError.Cli.Common;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Durability;

/// <summary>
/// Ctrl-C at many moments of commands that take long: while they start, load, compile, count, measure, evaluate and write. A moment is an amount of processor time
/// that the command has used, so that a busy machine meets the same ones.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class InterruptedCommandsTests : IDisposable
{
    // In the kernel's ticks of 10 ms, over all threads: before the program listens, and while it works.
    private const int Early = 5;
    private const int Working = 60;

    // On a busy machine a test may look so late that a command is over; then once more.
    private const int Attempts = 5;

    private const string Announcement = "Ctrl-C:";
    private const string HideCursor = "\u001b[?25l";
    private const string ShowCursor = "\u001b[?25h";
    private const string CtrlC = "\u0003";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    public static TheoryData<string> Commands { get; } =
    [
        "train --dataset digits --model c --batch-size 60000 --explain",
        "train --dataset digits --model c --channels 64 --steps 1 --threads 1 --out run",
        "train --dataset digits --model a --width 2000 --k 2 --steps 50 --out run",
        "train --dataset digits --model a --width 16 --seeds 0..3 --epochs 100 --out runs",
        "sweep --dataset digits --model a --width 16 --grid seed=0..3 --epochs 100 --out runs",
        "measure --dataset digits --k 0..20 --out table.csv --force",
        "selfcheck --device cpu",
        "data digits --out drawn --force",
        "reproduce --dataset digits --quick --out paper",
    ];

    [Theory(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    [MemberData(nameof(Commands))]
    public async Task Interrupt_AtAnyMoment_EndsWithItsCodeAndWithoutATrace(string command)
    {
        (int code, string error) = await InterruptAsync(command, Early, times: 1);
        Assert.True(code is ExitCodes.Interrupted or ExitCodes.Success, $"exit {code}: {error}");
        AssertNoTrace(error);
        await InterruptWhileWorkingAsync(command, times: 1);
    }

    [Theory(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    [MemberData(nameof(Commands))]
    public async Task Interrupt_Twice_EndsAtOnceWithoutATrace(string command)
    {
        await InterruptWhileWorkingAsync(command, times: 2);
    }

    /// <summary>On a terminal the display hides the cursor; whoever ends the program at once must find it again.</summary>
    [Fact(Skip = Needs.TerminalReason, SkipUnless = nameof(Needs.Terminal), SkipType = typeof(Needs))]
    public async Task Interrupt_TwiceInATerminal_TheCursorComesBack()
    {
        string text = string.Empty;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            (bool wasTwice, text) = await PressTwiceAsync();
            Assert.True(text.LastIndexOf(ShowCursor, StringComparison.Ordinal) > text.LastIndexOf(HideCursor, StringComparison.Ordinal), text);
            AssertNoTrace(text);
            if (wasTwice)
            {
                return;
            }
        }

        Assert.Fail($"It was over each time before the second Ctrl-C: {text}");
    }

    /// <summary>A sweep in a terminal, with Ctrl-C as soon as the cursor is hidden, and again as soon as that was announced.</summary>
    /// <returns>Whether it was still there for the second one, and all that it printed.</returns>
    private async Task<(bool WasTwice, string Text)> PressTwiceAsync()
    {
        string command = ChildProcess.Command.ToShell("sweep --dataset digits --model a --width 16 --grid seed=0..3 --epochs 10000 --out runs".Split(' '));
        ProcessStartInfo script = SignalDefaults.Start("script", "-qec", command, "/dev/null");
        (script.RedirectStandardInput, script.RedirectStandardOutput, script.WorkingDirectory) = (true, true, _directory.Path);
        using Process terminal = Process.Start(script)!;
        try
        {
            var seen = new StringBuilder();
            bool wasTwice = await PressAsync(HideCursor) & await PressAsync(Announcement);
            seen.Append(await terminal.StandardOutput.ReadToEndAsync().WaitAsync(Patience.Limit));
            await terminal.WaitForExitAsync().WaitAsync(Patience.Limit);
            return (wasTwice, seen.ToString());

            async Task<bool> PressAsync(string sign)
            {
                // The display prints without end: the limit is for all of it.
                await ReadUntilAsync(terminal, seen, sign).WaitAsync(Patience.Limit);
                try
                {
                    await terminal.StandardInput.WriteAsync(CtrlC);
                    await terminal.StandardInput.FlushAsync();
                    return true;
                }
                catch (IOException)
                {
                    return false;
                }
            }
        }
        finally
        {
            if (!terminal.HasExited)
            {
                terminal.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task ReadUntilAsync(Process terminal, StringBuilder seen, string sign)
    {
        char[] buffer = new char[4096];
        while (!seen.ToString().Contains(sign, StringComparison.Ordinal))
        {
            int count = await terminal.StandardOutput.ReadAsync(buffer.AsMemory());
            Assert.True(count > 0, seen.ToString());
            seen.Append(buffer, 0, count);
        }
    }

    /// <summary>Reads 20 GB of a sparse file, which takes minutes.</summary>
    [Theory(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    [InlineData("runs verify")]
    [InlineData("plot")]
    [InlineData("report")]
    public async Task Interrupt_WhileAFileWithoutEndIsRead_SaysWhatHappensAndEnds(string command)
    {
        using var tiny = new TinyRun(24, 1);
        Assert.Equal(ExitCodes.Success, tiny.Run("run").ExitCode);
        string rows = Path.Combine(tiny.Path("run"), command == "runs verify" ? "samples.csv" : "steps.csv");
        using (FileStream file = File.Open(rows, FileMode.Append))
        {
            file.SetLength(20L << 30);
        }

        (int code, string error) = await InterruptAsync(command, Working, times: 1, tiny.Path("run"));
        Assert.True(code is ExitCodes.Interrupted or ExitCodes.BadData or ExitCodes.Failure or ExitCodes.InputOutput, $"exit {code}: {error}");
        AssertNoTrace(error);
        if (code == ExitCodes.Interrupted)
        {
            Assert.Contains($"{Announcement} ending; Ctrl-C again ends at once.", error, StringComparison.Ordinal);
            Assert.Contains("error: interrupted; ", error, StringComparison.Ordinal);
        }
    }

    /// <summary>The command hears the signal, says so, and ends with its code: at one of a few attempts at least, and never with a trace.</summary>
    private async Task InterruptWhileWorkingAsync(string command, int times)
    {
        bool isHeard = false;
        string end = string.Empty;
        for (int attempt = 0; attempt < Attempts && !isHeard; attempt++)
        {
            (int code, string error) = await InterruptAsync(command, Working, times);
            end = FormattableString.Invariant($"exit {code}: {error}");
            Assert.True(code is ExitCodes.Interrupted or ExitCodes.Success, end);
            AssertNoTrace(error);
            isHeard = code == ExitCodes.Interrupted && error.Contains(Announcement, StringComparison.Ordinal);
        }

        Assert.True(isHeard, end);
    }

    private static void AssertNoTrace(string error)
    {
        Assert.DoesNotContain("Unhandled", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("fault of this program", error, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Error)> InterruptAsync(string command, int moment, int times, params string[] further)
    {
        var start = ChildProcess.Program([.. command.Split(' '), .. further]);
        start.WorkingDirectory = _directory.Path;
        using ChildProcess process = ChildProcess.Start(start);
        await Patience.UntilAsync(() => process.HasExited || Ticks(process.Id) >= moment, "processor time");
        for (int i = 0; i < times; i++)
        {
            await process.SendAsync("INT");
        }

        return (await process.EndAsync(), await process.Error);
    }

    /// <summary>Processor time so far, in ticks; without end where the process is gone.</summary>
    private static long Ticks(int id)
    {
        try
        {
            // The fields after the name, which may hold anything: state is the third of all, utime and stime the 14th and 15th.
            string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return long.MaxValue;
        }
    }
}
