using System.Text.Json;
using System.Text.Json.Nodes;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Runs.Directories;
using Xunit;

namespace StructuralError.Tests.Cli.Printing;

/// <summary>Texts of somebody else's files, as commands print them.</summary>
public sealed class PrintedTextTests : IDisposable
{
    private const string Evil = "x\u001b]0;owned\u0007\u202Etxt";

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void RunsCommands_ManifestWithControlCharacters_PrintNone()
    {
        Assert.Equal(ExitCodes.Success, _session.Train());
        Edit(manifest =>
        {
            manifest["machine"]!["host"] = Evil;
            manifest["error"] = Evil + new string('y', 100_000);
            manifest["command_line"]!.AsArray().Add(Evil);
            manifest["dataset"]!["name"] = Evil;
        });
        foreach (string[] command in (string[][])[["runs", "show"], ["runs", "verify"], ["runs", "list"], ["plot"], ["train", "--dataset", Evil, "--out"]])
        {
            _session.Run([.. command, _session.RunPath]);
            AssertPrintable(string.Join(' ', command));
        }
    }

    [Theory]
    [InlineData("runs", "list")]
    [InlineData("runs", "show")]
    [InlineData("runs", "verify")]
    public void RunsCommands_Json_KeepsTheTextAndPrintsNoControlCharacter(params string[] command)
    {
        Assert.Equal(ExitCodes.Success, _session.Train());
        Edit(manifest => manifest["dataset"]!["name"] = Evil);
        _session.Run([.. command, _session.RunPath, "--json"]);
        AssertPrintable(string.Join(' ', command));
        using JsonDocument document = JsonDocument.Parse(_session.Out);
        if (command[1] == "show")
        {
            Assert.Equal(Evil, document.RootElement.GetProperty("dataset").GetString());
        }
    }

    [Fact]
    public void Sweep_FileWithControlCharacters_PrintsNone()
    {
        string file = _session.Directory.Write("s.json", """{"base":{"dataset":"\u001b[31mx"},"grid":{"seed":[1],"\u001b[2Jk":["\u009b5m"]}}""");
        Assert.Equal(ExitCodes.Usage, _session.Run("sweep", file, "--dry-run"));
        AssertPrintable("sweep");
    }

    [Fact]
    public void Train_MirrorWithPassword_StandsNowhere()
    {
        const string Mirror = "https://user:pass%77ord@mirror.example/mnist/";
        Assert.Equal(ExitCodes.Success, _session.Train("--mirror", Mirror));
        string printed = _session.Out + _session.Error;
        foreach (string[] command in (string[][])[["runs", "show", _session.RunPath], ["train", "--mirror", Mirror, "--dry-run"], ["sweep", "--grid", "seed=1", "--mirror", Mirror, "--dry-run"]])
        {
            Assert.Equal(ExitCodes.Success, _session.Run(command));
            printed += _session.Out + _session.Error;
        }

        string manifest = File.ReadAllText(Path.Combine(_session.RunPath, RunDirectory.ManifestName));
        Assert.All((string[])[printed, manifest], text => Assert.DoesNotContain("pass", text, StringComparison.Ordinal));
        Assert.Contains("https://…@mirror.example/mnist/", manifest, StringComparison.Ordinal);
        Assert.Contains("https://…@mirror.example/mnist/", printed, StringComparison.Ordinal);
    }

    private void AssertPrintable(string command)
    {
        string printed = _session.Out + _session.Error;
        Assert.True(printed.All(letter => letter is '\n' or '\r' || !Printable.IsControl(letter)), command);
        Assert.True(printed.Split('\n').All(line => line.Length <= 2000), command);
    }

    private void Edit(Action<JsonNode> edit)
    {
        string path = Path.Combine(_session.RunPath, RunDirectory.ManifestName);
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(path))!;
        edit(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
    }
}
