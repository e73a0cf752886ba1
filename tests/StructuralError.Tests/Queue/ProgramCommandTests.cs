using System.Diagnostics;
using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Queue;

public sealed class ProgramCommandTests
{
    [Theory]
    [InlineData("--lr=0.1", "--lr=0.1")]
    [InlineData("", "''")]
    [InlineData("my data", "'my data'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("~/x", "'~/x'")]
    [InlineData("ä", "'ä'")]
    [InlineData("$(rm)", "'$(rm)'")]
    public void Quote_LeavesPlainWordsAndQuotesTheRest(string word, string quoted) => Assert.Equal(quoted, ShellWord.Quote(word));

    [Fact]
    public async Task ToShell_ARealShellReadsTheWordsBack()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string[] words = ["a b", "it's", "\"", "$HOME", "`id`", "*", "\\", "ä\n#;&|<>", "", "!x", "-n"];
        string command = new ProgramCommand("printf", ["%s\\0"]).ToShell(words);
        (_, string output, _) = await ChildProcess.RunAsync(new ProcessStartInfo("sh", ["-c", command]));
        Assert.Equal(words, output.Split('\0')[..^1]);
    }

    [Fact]
    public void Own_InsideAnotherHost_NamesTheAssembly()
    {
        ProgramCommand command = ProgramCommand.Own("/somewhere/Program.dll", "/usr/bin/dotnet");
        Assert.Equal("/usr/bin/dotnet", command.Executable);
        Assert.Equal(["exec", "/somewhere/Program.dll"], command.Prefix.AsEnumerable());
        Assert.Empty(ProgramCommand.Own(string.Empty, "/usr/bin/dotnet").Prefix);
        Assert.Empty(ProgramCommand.Own("/somewhere/Program.dll", "/somewhere/Program").Prefix);
        Assert.Empty(ProgramCommand.Own("/store/Program.dll", "/home/me/.dotnet/tools/program").Prefix);
    }
}
