using System.Diagnostics;
using StructuralError.Cli.Common;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Cli;

/// <summary><c>completion SHELL</c>, and what its scripts ask.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("tra", "train")]
    [InlineData("train --prec", "--precision")]
    [InlineData("train --precision ", "f32 f64")]
    [InlineData("train --precision f6", "f64")]
    [InlineData("train --model ", "a b c d")]
    [InlineData("train --init he", "he-normal he-uniform")]
    [InlineData("train --dataset d", "digits")]
    [InlineData("train --progress p", "plain")]
    [InlineData("runs cl", "clean")]
    [InlineData("completion ", "--help -h bash pwsh zsh")]
    public void Suggest_Text_NamesWhatMayStandThere(string text, string expected)
    {
        Assert.Equal(ExitCodes.Success, _session.Run(FormattableString.Invariant($"[suggest:{text.Length}]"), text));
        Assert.All(expected.Split(' '), value => Assert.Contains(value, _session.Out.Split(Environment.NewLine)));
        if (!expected.Contains("--help", StringComparison.Ordinal) && !text.EndsWith(' '))
        {
            Assert.Equal(expected, string.Join(' ', _session.Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)));
        }
    }

    [Theory]
    [InlineData("runs show ")]
    [InlineData("runs list ")]
    [InlineData("runs verify ")]
    [InlineData("runs clean ")]
    [InlineData("plot ")]
    [InlineData("report ")]
    [InlineData("export weights ")]
    [InlineData("export table ")]
    [InlineData("export tensorboard ")]
    public void Suggest_RunDirectory_NamesDirectories(string text)
    {
        // Not the session's: its path has blanks and quotes, which a command line would have to quote.
        string place = Directory.CreateTempSubdirectory("completion").FullName;
        string run = Directory.CreateDirectory(Path.Combine(place, "run")).FullName, rest = Path.Combine(place, "rest.json");
        File.WriteAllText(Path.Combine(run, "manifest.json"), "{}");
        File.WriteAllText(rest, "{}");
        string rubble = Directory.CreateDirectory(Path.Combine(place, "rubble")).FullName;
        try
        {
            Assert.Equal(ExitCodes.Success, _session.Run("[suggest]", $"{text}{place}/ru"));
            Assert.Equal([rubble + "/", run], Words());
            Assert.Equal(ExitCodes.Success, _session.Run("[suggest]", $"sweep {place}/re"));
            Assert.Equal([rest], Words());
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    [Theory]
    [InlineData("[suggest:-9223372036854775(08]")]
    [InlineData("[suggest:99999]")]
    [InlineData("[suggest]")]
    public void Suggest_PlaceThatIsNone_MeansTheEnd(string directive)
    {
        Assert.Equal(ExitCodes.Success, _session.Run(directive, "train --prec"));
        Assert.Equal("--precision", _session.Out.TrimEnd());
    }

    [Fact]
    public void Completion_UnknownShell_SaysWhichThereAre()
    {
        Assert.Equal(ExitCodes.Usage, _session.Run("completion", "bsh"));
        Assert.Contains("did you mean 'bash'?", _session.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, _session.Run("completion", "tcsh-of-old"));
        Assert.Contains("there are bash, zsh, pwsh", _session.Error, StringComparison.Ordinal);
    }

    [Trait("Speed", "Slow")]
    [Theory(Skip = Needs.BashReason, SkipUnless = nameof(Needs.Bash), SkipType = typeof(Needs))]
    [InlineData("train --prec", "--precision")]
    [InlineData("train --model b --precision f", "f32 f64")]
    [InlineData("ru", "runs")]
    public async Task Completion_Bash_CompletesInARealShell(string typed, string expected)
    {
        string script = Script("bash");
        string program = typeof(StructuralError.Cli.CliApplication).Assembly.Location;
        string words = $"structural-error {typed}";
        string session = $$"""
            set -e
            structural-error() { dotnet exec '{{program}}' "$@"; }
            source '{{script.Replace("'", "'\\''", StringComparison.Ordinal)}}'
            COMP_LINE='{{words}}' COMP_POINT={{words.Length}} COMP_WORDS=({{words}}) COMP_CWORD={{words.Split(' ').Length - 1}}
            _structural_error
            echo "${COMPREPLY[*]}"
            complete -p structural-error StructuralError >/dev/null
            """;
        Assert.Equal((0, expected), await Shell("bash", "--norc", "-c", session));
    }

    [Fact(Skip = Needs.BashReason, SkipUnless = nameof(Needs.Bash), SkipType = typeof(Needs))]
    public async Task Completion_Bash_IsValid() => Assert.Equal((0, string.Empty), await Shell("bash", "-n", Script("bash")));

    [Fact(Skip = Needs.ZshReason, SkipUnless = nameof(Needs.Zsh), SkipType = typeof(Needs))]
    public async Task Completion_Zsh_IsValid() => Assert.Equal((0, string.Empty), await Shell("zsh", "-n", Script("zsh")));

    [Fact(Skip = Needs.PowerShellReason, SkipUnless = nameof(Needs.PowerShell), SkipType = typeof(Needs))]
    public async Task Completion_PowerShell_IsValid() =>
        Assert.Equal((0, string.Empty), await Shell("pwsh", "-NoProfile", "-Command", $"$null = [scriptblock]::Create((Get-Content -Raw -LiteralPath '{Script("pwsh").Replace("'", "''", StringComparison.Ordinal)}'))"));

    private string[] Words() => [.. _session.Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    private string Script(string shell)
    {
        Assert.Equal(ExitCodes.Success, _session.Run("completion", shell));
        Assert.DoesNotContain("\r", _session.Out, StringComparison.Ordinal);
        return _session.Directory.Write($"completion.{shell}", _session.Out);
    }

    private static async Task<(int ExitCode, string Out)> Shell(string shell, params string[] arguments)
    {
        (int exitCode, string output, _) = await ChildProcess.RunAsync(new ProcessStartInfo(shell, arguments));
        return (exitCode, output.TrimEnd());
    }

    private static string? Lacking(string shell) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(place => File.Exists(Path.Combine(place, shell))) ? null : $"needs {shell}";

}
