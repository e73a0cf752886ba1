using System.Text.RegularExpressions;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Reporting.Terminals;
using StructuralError.Tests.Cli;
using StructuralError.Tests.Reporting.Runs;
using Xunit;

namespace StructuralError.Tests.Reporting.Terminals;

public sealed class TerminalPictureTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("Kitty", "TERM=xterm-kitty", "KITTY_WINDOW_ID=1")]
    [InlineData("Kitty", "TERM=xterm-kitty")]
    [InlineData("Kitty", "TERM=xterm-ghostty")]
    [InlineData("Kitty", "TERM=xterm-256color", "TERM_PROGRAM=ghostty")]
    [InlineData("ITerm", "TERM=xterm-256color", "TERM_PROGRAM=iTerm.app")]
    [InlineData("ITerm", "TERM=xterm-256color", "LC_TERMINAL=iTerm2")]
    [InlineData("ITerm", "TERM=xterm-256color", "TERM_PROGRAM=WezTerm")]
    [InlineData("ITerm", "TERM=xterm", "TERM_PROGRAM=mintty")]
    [InlineData("Sixel", "TERM=foot")]
    [InlineData("Sixel", "TERM=mlterm-256color")]
    [InlineData("Sixel", "TERM=xterm-256color", "WT_SESSION=9f1a")]
    [InlineData("None", "TERM=tmux-256color", "WT_SESSION=9f1a")]
    [InlineData("None", "TERM=xterm-256color")]
    [InlineData("None", "TERM=xterm-256color", "TERM_PROGRAM=Apple_Terminal")]
    [InlineData("None", "TERM=tmux-256color", "KITTY_WINDOW_ID=1")]
    [InlineData("None", "TERM=screen", "LC_TERMINAL=iTerm2")]
    [InlineData("None", "TERM=xterm-kitty", "TMUX=/tmp/tmux-0/default,1,0")]
    [InlineData("None", "TERM=dumb", "KITTY_WINDOW_ID=1")]
    [InlineData("None", "TERM=linux", "WT_SESSION=9f1a")]
    [InlineData("None", "TERM=eterm-color", "ITERM_SESSION_ID=w0t0p0")]
    [InlineData("None", "TERM=xterm-256color", "INSIDE_EMACS=30.1,vterm", "LC_TERMINAL=iTerm2")]
    [InlineData("None")]
    public void Protocol_OfAnEnvironment_IsWhatTheTerminalUnderstands(string expected, params string[] variables) =>
        Assert.Equal(expected, PictureProtocols.Of(Environment(variables)).ToString());

    /// <summary>https://sw.kovidgoyal.net/kitty/graphics-protocol: chunks of at most 4096 bytes, all but the last a multiple of 4, m=1 until the last.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3072)]
    [InlineData(3073)]
    [InlineData(10_000)]
    public void Kitty_Picture_IsSentInChunksThatGiveItBack(int length)
    {
        byte[] png = Png(length);
        string text = TerminalPicture.Of(png, PictureProtocol.Kitty);
        Match[] chunks = [.. Regex.Matches(text, "\u001b_G(?<keys>[^;]*);(?<data>[A-Za-z0-9+/=]*)\u001b\\\\").Cast<Match>()];
        Assert.Equal(text, string.Concat(chunks.Select(chunk => chunk.Value)) + "\n");
        Assert.Equal((length + 3071) / 3072, chunks.Length);
        Assert.StartsWith("a=T,f=100,", chunks[0].Groups["keys"].Value, StringComparison.Ordinal);
        Assert.All(chunks, chunk => Assert.Contains("q=2", chunk.Groups["keys"].Value.Split(',')));
        Assert.All(chunks[..^1], chunk => Assert.EndsWith("m=1", chunk.Groups["keys"].Value, StringComparison.Ordinal));
        Assert.EndsWith("m=0", chunks[^1].Groups["keys"].Value, StringComparison.Ordinal);
        Assert.All(chunks, chunk => Assert.InRange(chunk.Groups["data"].Length, 1, 4096));
        Assert.Equal(png, Convert.FromBase64String(string.Concat(chunks.Select(chunk => chunk.Groups["data"].Value))));
    }

    /// <summary>https://iterm2.com/documentation-images.html: ESC ] 1337 ; File = arguments : base64 ^G.</summary>
    [Fact]
    public void ITerm_Picture_IsOneSequenceThatGivesItBack()
    {
        byte[] png = Png(10_000);
        Match sequence = Regex.Match(TerminalPicture.Of(png, PictureProtocol.ITerm), "^\u001b\\]1337;File=(?<arguments>[^:]*):(?<data>[A-Za-z0-9+/=]*)\u0007\n$");
        Assert.True(sequence.Success);
        Assert.Equal(["inline=1", "size=10000", "width=80"], sequence.Groups["arguments"].Value.Split(';'));
        Assert.Equal(png, Convert.FromBase64String(sequence.Groups["data"].Value));
    }

    [Fact]
    public void OfRun_TerminalThatCan_ShowsTheOverview()
    {
        string run = StoredRuns.Give(_directory.Path, "b", 1, 0);
        string? id = null;
        string? text = TerminalPicture.OfRun(run, Environment("TERM=xterm-kitty"), figure =>
        {
            id = figure.Id;
            return [1, 2, 3];
        });
        Assert.Equal("overview", id);
        Assert.Equal("\u001b_Ga=T,f=100,c=80,q=2,m=0;AQID\u001b\\\n", text);
    }

    [Fact]
    public void OfRun_TerminalThatCannotOrNoPicture_IsNothing()
    {
        string run = StoredRuns.Give(_directory.Path, "b", 1, 0);
        Assert.Null(TerminalPicture.OfRun(run, Environment("TERM=xterm"), _ => throw new InvalidOperationException("Not asked for.")));
        Assert.Null(TerminalPicture.OfRun(run, Environment("TERM=xterm-kitty"), _ => throw new UserErrorException(FailureKind.Usage, "no PNG here")));
    }

    /// <summary>Standard output of a session is no terminal, whatever the environment says.</summary>
    [Fact]
    public void Plot_IntoAFileOrPipe_WritesNoControlSequence()
    {
        using Session session = new() { UsesRealServices = true };
        string run = StoredRuns.Give(session.Directory.Path, "b", 1, 0);
        Assert.Equal(ExitCodes.Success, session.Run("plot", run));
        Assert.DoesNotContain('\u001b', session.Out + session.Error);
        Assert.Equal(ExitCodes.Usage, session.Run("plot", run, "--show", "sometimes"));
    }

    private static byte[] Png(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 % 256))];

    private static Func<string, string?> Environment(params string[] variables) =>
        name => variables.FirstOrDefault(variable => variable.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
}
