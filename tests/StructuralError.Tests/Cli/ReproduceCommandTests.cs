using System.Text.Json;
using StructuralError.Cli;
using StructuralError.Cli.Common;
using StructuralError.Reporting.Paper;
using StructuralError.Runs.Directories;
using Xunit;

namespace StructuralError.Tests.Cli;

/// <summary>The whole reproduction on a handful of random images, with the real services; its runs in this process.</summary>
public sealed class ReproduceCommandTests : IDisposable
{
    // Where it does not matter what is trained.
    private static readonly string[] Light = ["--seeds", "1", "--quick", "--batch-size", "8"];

    private readonly TemporaryDirectory _directory = new();
    private string _out = string.Empty;
    private string _error = string.Empty;

    public void Dispose() => _directory.Dispose();

    [Trait("Speed", "Slow")]
    [Fact]
    public void Reproduce_All_DrawsJudgesReports_AgainChangesNothing_AndGoesOnWhereARunIsMissing()
    {
        Assert.True(Reproduce("--seeds", "1", "--quick", "--json") == ExitCodes.Success, _error);
        Assert.Equal(16, Commands().Length);
        Assert.All(Commands(), command => Assert.Matches("--steps (200|117) --seed [0-9]+ --precision f64 (--measure-every 100 )?--structure-every 10 ", command));
        AssertEverythingIsThereAndSaysThatItIsQuick();
        double seconds = Seconds();
        Assert.True(seconds > 0);

        Dictionary<string, string> before = Contents();
        ForgetCommands();
        Assert.True(Reproduce("--seeds", "1", "--quick") == ExitCodes.Success, _error);
        Assert.Empty(Commands());
        Assert.Equal(before, Contents());
        Assert.Contains("16 runs: 16 skipped", _out, StringComparison.Ordinal);

        string run = Directory.GetDirectories(_directory.File("paper/runs"), "*-b-k3-s0-*").Single();
        File.Delete(Path.Combine(run, RunDirectory.SummaryName));
        Directory.Delete(run, recursive: true);
        Assert.True(Reproduce("--seeds", "1", "--quick") == ExitCodes.Success, _error);
        Assert.Matches("--model b --k 3 .*--seed 0 ", Assert.Single(Commands()));
        Assert.True(Seconds() > seconds);
        Assert.Equal(before["figures/figure7.svg"], Contents()["figures/figure7.svg"]);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Reproduce_Architectures_JudgesEveryClaimOverEach()
    {
        Assert.True(Reproduce(["--architectures", "tanh,default", "--json", .. Light]) == ExitCodes.Success, _error);
        Assert.Equal(28, Commands().Length);
        Assert.Equal(14, Commands().Count(command => command.Contains("--model tanh-", StringComparison.Ordinal)));
        using JsonDocument printed = JsonDocument.Parse(_out);
        Assert.Equal(3, printed.RootElement.GetProperty("figures").GetArrayLength());
        Dictionary<string, string> files = Contents();
        Assert.Equal(1 + 46, files["architectures/tanh/tables/initialization.csv"].TrimEnd('\n').Split('\n').Length);
        Assert.Contains("*tanh: tanh in place of ReLU.*", files["architectures/tanh/claims.md"], StringComparison.Ordinal);
        using JsonDocument robustness = JsonDocument.Parse(files["architectures/robustness.json"]);
        Assert.Equal(["default", "tanh"], robustness.RootElement.GetProperty("members").EnumerateArray().Select(member => member.GetProperty("name").GetString()));
        int claims = printed.RootElement.GetProperty("robustness").EnumerateObject().Sum(count => count.Value.GetInt32());
        Assert.Equal(
            robustness.RootElement.GetProperty("claims").EnumerateArray().Count(claim => claim.GetProperty("kind").GetString() == "claim of the paper"), claims);
        Assert.Contains("quick", files["architectures/robustness.md"], StringComparison.Ordinal);
        Assert.Contains("architectures/figures/robustness.svg", files.Keys);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Reproduce_Losses_TrainsModelsAAndBAloneAndJudgesWhatTheyDecide()
    {
        Assert.True(Reproduce(["--losses", "sparsemax,softmax,label-noise-0.4", "--json", .. Light]) == ExitCodes.Success, _error);
        Assert.Equal(3 * 12, Commands().Length);
        Assert.Equal(12, Commands().Count(command => command.Contains("--loss sparsemax", StringComparison.Ordinal)));
        Assert.Equal(12, Commands().Count(command => command.Contains("--label-noise 0.4", StringComparison.Ordinal)));
        Dictionary<string, string> files = Contents();
        using JsonDocument robustness = JsonDocument.Parse(files["losses/robustness.json"]);
        Assert.Equal(
            ["softmax", "label-noise-0.4", "sparsemax"],
            robustness.RootElement.GetProperty("members").EnumerateArray().Select(member => member.GetProperty("name").GetString()));
        string[] claims = [.. robustness.RootElement.GetProperty("claims").EnumerateArray().Select(claim => claim.GetProperty("id").GetString()!)];
        Assert.Contains("theorem3-holds", claims);
        Assert.DoesNotContain("depth-shrinks-structure", claims);
        Assert.Contains("loss = sparsemax", files["losses/figures/training.svg"], StringComparison.Ordinal);
        Assert.Contains("# The paper's claims over 3 losses", files["losses/robustness.md"], StringComparison.Ordinal);
        Assert.Contains("losses/figures/robustness.svg", files.Keys);
        Assert.Contains("Dotted: what labels of which some are wrong leave", files["losses/figures/training.svg"], StringComparison.Ordinal);
    }

    /// <summary>No label is wrong, so no line is dotted.</summary>
    [Trait("Speed", "Slow")]
    [Fact]
    public void Reproduce_LossesWithoutNoise_SaysNothingOfAFloor()
    {
        Assert.True(Reproduce(["--losses", "softmax", .. Light]) == ExitCodes.Success, _error);
        Assert.DoesNotContain("Dotted", Contents()["losses/figures/training.svg"], StringComparison.Ordinal);
    }

    /// <summary>Somebody's files stay as they are, and nothing is trained before that is found out.</summary>
    [Theory]
    [InlineData("robustness.md")]
    [InlineData("figures/robustness.svg")]
    public void Reproduce_LossesWhereOtherFilesStand_IsRefusedAtOnce(string file)
    {
        string mine = _directory.Write("paper/losses/" + file, "mine");
        Assert.Equal(ExitCodes.CannotCreate, Reproduce("--losses", "softmax", "--seeds", "1", "--quick"));
        Assert.Contains($"losses: holds '{file.Split('/')[0]}' and no robustness.json", _error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(mine));
        Assert.Empty(Commands());
    }

    [Fact]
    public void Reproduce_OneFigure_RunsAndDrawsWhatItNeedsOnly()
    {
        Assert.True(Reproduce("--figure", "6", "--seeds", "1") == ExitCodes.Success, _error);
        Assert.Equal(6, Commands().Length);
        Assert.All(Commands(), command => Assert.StartsWith("train --model a ", command, StringComparison.Ordinal));
        Assert.Equal(["figures/figure6.pdf", "figures/figure6.png", "figures/figure6.svg", "reproduction.json"], Contents().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(ExitCodes.CannotCreate, Reproduce("--figure", "6", "--seeds", "1", "--precision", "f32"));
        Assert.Contains("holds a reproduction on tiny data in f64, not on tiny data in f32", _error, StringComparison.Ordinal);
    }

    [Fact]
    public void Reproduce_OtherTraining_IsInEveryRunAndOnRecord()
    {
        string[] options = ["--figure", "3", "--seeds", "1", "--quick", "--init", "he-normal", "--lr", "0.02", "--batch-size", "4", "--epochs", "2"];
        Assert.True(Reproduce(options) == ExitCodes.Success, _error);
        Assert.Equal(4, Commands().Length);
        Assert.All(Commands(), command => Assert.Matches("(?=.*--init he-normal)(?=.*--lr 0.02)(?=.*--batch-size 4)(?=.*--epochs 2)", command));
        using JsonDocument record = JsonDocument.Parse(Contents()["reproduction.json"]);
        Assert.Equal("--init he-normal --epochs 2 --batch-size 4 --lr 0.02", record.RootElement.GetProperty("options").GetString());
        Assert.Equal(ExitCodes.CannotCreate, Reproduce("--figure", "3", "--seeds", "1", "--quick"));
        Assert.Contains("with --init he-normal --epochs 2 --batch-size 4 --lr 0.02", _error, StringComparison.Ordinal);
    }

    [Fact]
    public void DefaultPath_OtherTraining_HasANameOfItsOwn() => Assert.Equal(
        Path.Combine("results", "paper-quick-init-he-normal-lr-0.02"), ReproductionDirectory.DefaultPath("mnist", isQuick: true, "--init he-normal --lr 0.02"));

    [Fact]
    public void Reproduce_DryRun_PrintsTheCommandsAndMakesNothing()
    {
        Assert.True(Reproduce("--figure", "2,7", "--seeds", "2", "--dry-run") == ExitCodes.Success, _error);
        Assert.Equal(18, _out.TrimEnd().Split(Environment.NewLine).Length);
        Assert.False(Directory.Exists(_directory.File("paper")));
        Assert.Empty(Commands());
    }

    [Theory]
    [InlineData("--figure: there is no '1'; there are 2, 3, 4, 5, 6, 7, 8, 9, structural_matrix_origin, theorem4.", "--figure", "1")]
    [InlineData("--figure: '2,' has an empty place", "--figure", "2,")]
    [InlineData("--seeds: '0' is not a whole number between 1 and 1000", "--seeds", "0")]
    [InlineData("there is no architecture 'x'; there are default, ", "--architectures", "x")]
    [InlineData("--figure: what is run over architectures draws no figure of the paper; leave it out.", "--figure", "2", "--architectures")]
    [InlineData("precision: 'f16' is not f32 or f64", "--precision", "f16")]
    public void Reproduce_Wrong_OneMessageAndNothingMade(string message, params string[] args)
    {
        Assert.Equal(ExitCodes.Usage, Reproduce(args));
        Assert.Contains(message, _error, StringComparison.Ordinal);
        Assert.Single(_error.Split("error: ", StringSplitOptions.RemoveEmptyEntries));
        Assert.False(Directory.Exists(_directory.File("paper")));
    }

    private void AssertEverythingIsThereAndSaysThatItIsQuick()
    {
        using JsonDocument document = JsonDocument.Parse(_out);
        Assert.True(document.RootElement.GetProperty("quick").GetBoolean());
        Assert.Equal(30, document.RootElement.GetProperty("figures").GetArrayLength());
        Dictionary<string, string> files = Contents();
        string[] figures = [.. files.Keys.Where(file => file.EndsWith(".svg", StringComparison.Ordinal))];
        Assert.Equal(10, figures.Length);
        Assert.All(figures.Append("claims.md").Append("report.html"), file => Assert.Contains("quick", files[file], StringComparison.OrdinalIgnoreCase));
        Assert.Equal(1 + 14, files["tables/runs.csv"].TrimEnd('\n').Split('\n').Length);
        Assert.Equal(1 + 94, files["tables/initialization.csv"].TrimEnd('\n').Split('\n').Length);
        Assert.Equal(
            ["batch-size", "classes", "dropout", "initialiser", "initialiser-no-output-bias", "near-zero", "zero"],
            files["tables/trials.csv"].TrimEnd('\n').Split('\n').Skip(1).Select(row => row.Split(',')[0]).Distinct().Order());
        using JsonDocument claims = JsonDocument.Parse(files["claims.json"]);
    }

    private int Reproduce(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string data = TinyImages.Write(_directory.File("tiny data"));
        int code = CliApplication.Run(["reproduce", "--dataset", data, "--out", _directory.File("paper"), .. args], Context(output, error));
        (_out, _error) = (output.ToString(), error.ToString());
        return code;
    }

    /// <summary>The runs that were started, as their logs say.</summary>
    private string[] Commands() => Directory.Exists(_directory.File("paper"))
        ? [.. Directory.EnumerateFiles(_directory.File("paper"), "*.log", SearchOption.AllDirectories).SelectMany(File.ReadLines)
            .Where(line => line.StartsWith("$ ", StringComparison.Ordinal)).Select(line => line[line.IndexOf("train ", StringComparison.Ordinal)..])]
        : [];

    private void ForgetCommands() => Directory.GetFiles(_directory.File("paper"), "*.log", SearchOption.AllDirectories).ToList().ForEach(File.Delete);

    private double Seconds()
    {
        using JsonDocument record = JsonDocument.Parse(File.ReadAllText(_directory.File("paper/reproduction.json")));
        return record.RootElement.GetProperty("seconds").GetDouble();
    }

    /// <summary>All files but those of the runs.</summary>
    private Dictionary<string, string> Contents() => Directory.EnumerateFiles(_directory.File("paper"), "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(_directory.File("paper"), path).Replace('\\', '/'))
        .Where(path => !path.Split('/').Contains("runs"))
        .ToDictionary(path => path, path => File.ReadAllText(_directory.File("paper/" + path), System.Text.Encoding.Latin1));

    private static CliContext Context(TextWriter output, TextWriter error) =>
        new(output, error, false, RealServices.WithoutCuda(), () => new Interruption());
}
