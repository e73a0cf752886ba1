using System.CommandLine;
using System.Text.Json;
using StructuralError.Cli.Commands;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;
using StructuralError.Tests.Cli;
using StructuralError.Tests.Training;
using Xunit;

namespace StructuralError.Tests.Data;

public sealed class DataCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Info_DirectoryAsJson_IsOneDocument()
    {
        WriteSmallSet();
        (int code, string output, string error) = await RunAsync("info", "--dataset", _directory.Path, "--json");
        Assert.Equal(ExitCodes.Success, code);
        Assert.Empty(error);
        using JsonDocument document = JsonDocument.Parse(output);
        JsonElement root = document.RootElement;
        Assert.Equal(Path.GetFileName(_directory.Path), root.GetProperty("name").GetString());
        Assert.Equal([1, 4, 3], root.GetProperty("shape").EnumerateArray().Select(value => value.GetInt32()));
        Assert.Equal(20, root.GetProperty("train").GetProperty("samples").GetInt32());
        Assert.Equal(Enumerable.Repeat(2, 10), root.GetProperty("train").GetProperty("class_counts").EnumerateArray().Select(value => value.GetInt32()));
        double mean = IdxBytes.Images(10)[16..].Average(value => value / 255.0);
        Assert.Equal(mean, root.GetProperty("test").GetProperty("mean_pixel").GetDouble(), 6);
        Assert.Equal(IdxBytes.Sha256(IdxBytes.Images(20)), root.GetProperty("sha256").GetProperty("train-images-idx3-ubyte").GetString());
    }

    [Fact]
    public async Task Info_DirectoryAsText_NamesItAndCounts()
    {
        WriteSmallSet();
        (_, string output, _) = await RunAsync("info", "--dataset", _directory.Path);
        Assert.Contains("20 train, 10 test", output, StringComparison.Ordinal);
        Assert.Contains("[1, 4, 3]", output, StringComparison.Ordinal);
        Assert.Contains(IdxBytes.Sha256(IdxBytes.Labels(10)), output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WrongAndMissingFiles_AreListedAndExitIs65()
    {
        _directory.Write("train-labels-idx1-ubyte", IdxBytes.Labels(20));
        StringWriter output = new();
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => RunAsync(output, "verify", "--data-dir", _directory.Path));
        Assert.Equal(FailureKind.BadData, error.Kind);
        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("BAD", line, StringComparison.Ordinal));
        Assert.Contains("missing", lines[0], StringComparison.Ordinal);
        Assert.Contains(MnistFile.All[1].Sha256, lines[1], StringComparison.Ordinal);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public async Task Digits_WritesASetThatLoadsAgain_AndKeepsExistingFiles()
    {
        (int code, string output, _) = await RunAsync("digits", "--out", _directory.File("new"), "--seed", "7");
        Assert.Equal(ExitCodes.Success, code);
        DatasetPair data = await DatasetProvider.LoadAsync(_directory.File("new"), new DatasetOptions());
        Assert.All(data.Sha256.Values, sha256 => Assert.Contains(sha256, output, StringComparison.Ordinal));
        Assert.Equal("new", data.Name);
        Assert.Equal(DigitsGenerator.Test(7).Labels, data.Test.Labels);
        Assert.NotEqual(DigitsGenerator.Test().Labels, data.Test.Labels);

        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => RunAsync("digits", "--out", _directory.File("new")));
        Assert.Equal(FailureKind.CannotCreate, error.Kind);
        Assert.Equal(data.Sha256["t10k-images-idx3-ubyte"], IdxReader.Read(Path.Combine(_directory.File("new"), "t10k-images-idx3-ubyte")).Sha256);
    }

    [Fact]
    public void Write_ExistingFiles_AreReplacedOnlyOnRequest()
    {
        Dataset some = DigitsGenerator.Generate(5, 0, 30);
        DatasetPair pair = new("digits", "test", some, some, new Dictionary<string, string>());
        _directory.Write("t10k-labels-idx1-ubyte", [1]);
        UserErrorException error = Assert.Throws<UserErrorException>(() => DatasetWriter.Write(pair, _directory.Path, overwrite: false));
        Assert.Equal(FailureKind.CannotCreate, error.Kind);
        Assert.Contains(_directory.File("t10k-labels-idx1-ubyte"), error.Message, StringComparison.Ordinal);
        Assert.Single(_directory.Names);
        Assert.Equal(4, DatasetWriter.Write(pair, _directory.Path, overwrite: true).Count);
        Assert.Equal(some.Labels, IdxReader.Read(_directory.File("t10k-labels-idx1-ubyte")).Raw);
        Assert.Equal([30, 28, 28], IdxReader.Read(_directory.File("train-images-idx3-ubyte")).Dimensions);
    }

    [Fact]
    public async Task Fetch_MirrorThatIsNoAddress_IsAUsageError()
    {
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => RunAsync("fetch", "--data-dir", _directory.Path, "--mirror", "nowhere"));
        Assert.Equal(FailureKind.Usage, error.Kind);
        Assert.Empty(_directory.Names);
    }

    [Fact]
    public void Display_PlainOutput_HasALineAtTheStartEachFiveSecondsAndAtTheEndOfAFile()
    {
        StringWriter error = new();
        var clock = new ManualClock();
        using (DataDownloadDisplay display = new(error, time: clock))
        {
            for (int i = 1; i <= 10; i++)
            {
                clock.Advance(TimeSpan.FromSeconds(0.9));
                display.Report(new DownloadProgress("x.gz", i * 100_000, 1_000_000));
            }

            display.Warn("careful");
        }

        Assert.Equal(["x.gz: 0.10 of 1.00 MB", "x.gz: 0.70 of 1.00 MB", "x.gz: 1.00 of 1.00 MB", "careful"], error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Display_WarningOfSeveralLines_PrintsEachAsOne()
    {
        StringWriter error = new();
        using (DataDownloadDisplay display = new(new PrintableWriter(error, Printable.Message)))
        {
            display.Warn("one" + Environment.NewLine + "two\u001b");
        }

        Assert.Equal(["one", "two\uFFFD"], error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    private void WriteSmallSet()
    {
        foreach ((string name, byte[] content) in IdxBytes.SmallSet())
        {
            _directory.Write(name, content);
        }
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        StringWriter output = new();
        (int code, string error) = await RunAsync(output, arguments);
        return (code, output.ToString(), error);
    }

    private static async Task<(int Code, string Error)> RunAsync(StringWriter output, params string[] arguments)
    {
        StringWriter error = new();
        InvocationConfiguration configuration = new() { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        var context = new CliContext(output, error, false, RealServices.WithoutCuda(), () => new Interruption());
        int code = await DataCommand.Create(context).Parse(arguments).InvokeAsync(configuration);
        return (code, error.ToString());
    }
}
