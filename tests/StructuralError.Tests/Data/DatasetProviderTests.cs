using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;
using Xunit;

namespace StructuralError.Tests.Data;

public sealed class DatasetProviderTests : IDisposable
{
    private static readonly Dictionary<string, byte[]> Set = IdxBytes.SmallSet();

    private readonly TemporaryDirectory _given = new();
    private readonly TemporaryDirectory _environment = new();
    private readonly TemporaryDirectory _default = new();
    private readonly ClosedPort _closed = new();
    private readonly List<string> _warnings = [];

    public void Dispose()
    {
        _given.Dispose();
        _environment.Dispose();
        _default.Dispose();
        _closed.Dispose();
    }

    [Fact]
    public async Task Load_MnistInAllPlaces_TakesDataDirThenEnvironmentThenDefault()
    {
        foreach (TemporaryDirectory directory in (TemporaryDirectory[])[_given, _environment, _default])
        {
            Fill(directory);
        }

        Assert.Equal(_given.Path, (await LoadAsync("mnist")).Source);
        Assert.Equal(_environment.Path, (await LoadAsync("mnist", Options() with { DataDirectory = null })).Source);
        Assert.Equal(_default.Path, (await LoadAsync("mnist", Options() with { DataDirectory = null, Environment = _ => "" })).Source);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Load_Environment_IsMnistDir()
    {
        Fill(_environment);
        DatasetPair data = await LoadAsync("mnist", Options() with { Environment = name => name == "MNIST_DIR" ? _environment.Path : null });
        Assert.Equal(_environment.Path, data.Source);
    }

    [Theory]
    [InlineData("{0}-idx{1}-ubyte", false)]
    [InlineData("{0}.idx{1}-ubyte", false)]
    [InlineData("{0}-idx{1}-ubyte.gz", true)]
    [InlineData("{0}.idx{1}-ubyte.gz", true)]
    public async Task Load_MnistUnderEachName_GivesPixelsLabelsAndHashes(string pattern, bool gzip)
    {
        foreach ((string name, byte[] content) in Set)
        {
            string[] parts = name.Split("-idx");
            _given.Write(pattern.Replace("{0}", parts[0], StringComparison.Ordinal).Replace("{1}", parts[1][..1], StringComparison.Ordinal), gzip ? IdxBytes.Gzip(content) : content);
        }

        DatasetPair data = await LoadAsync("mnist");
        Assert.Equal("mnist", data.Name);
        Assert.Equal((20, 10), (data.Train.Count, data.Test.Count));
        Assert.Equal(TensorShape.Image(1, 4, 3), data.Train.SampleShape);
        Assert.Equal(Set["train-images-idx3-ubyte"][16..], data.Train.Bytes.ToArray());
        Assert.Equal(Set["t10k-labels-idx1-ubyte"][8..], data.Test.Labels);
        Assert.Equal(Set.Values.Select(IdxBytes.Sha256).Order(), data.Sha256.Values.Order());
        Assert.DoesNotContain(data.Sha256.Keys, name => name.EndsWith(".gz", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Load_WhereTorchvisionLeavesIt_IsFound()
    {
        foreach ((string name, byte[] content) in Set)
        {
            Directory.CreateDirectory(_given.File(Path.Combine("MNIST", "raw")));
            _given.Write(Path.Combine("MNIST", "raw", name + ".gz"), IdxBytes.Gzip(content));
        }

        Assert.Equal(_given.File(Path.Combine("MNIST", "raw")), (await LoadAsync("mnist")).Source);
        Assert.Empty(_warnings);
        Assert.All(MnistVerifier.Verify(Options()), status => Assert.True(status.IsRight));
    }

    [Fact]
    public async Task Load_HalfFilledDirectory_IsPassedOverWithAWarning()
    {
        Fill(_given);
        File.Delete(_given.File("t10k-labels-idx1-ubyte.gz"));
        Fill(_default);
        Assert.Equal(_default.Path, (await LoadAsync("mnist")).Source);
        string warning = Assert.Single(_warnings);
        Assert.Contains(_given.Path, warning, StringComparison.Ordinal);
        Assert.Contains("t10k-labels-idx1-ubyte", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("auto")]
    public async Task Load_OtherDataUnderMnistsNames_IsRefusedWithBothHashes(string dataset)
    {
        Fill(_given);
        byte[] other = IdxBytes.Labels(20);
        other[^1] ^= 1;
        _given.Write("train-labels-idx1-ubyte.gz", IdxBytes.Gzip(other));
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => LoadAsync(dataset));
        Assert.Equal(FailureKind.BadData, error.Kind);
        Assert.Contains(_given.File("train-labels-idx1-ubyte.gz"), error.Message, StringComparison.Ordinal);
        Assert.Contains(IdxBytes.Sha256(other), error.Message, StringComparison.Ordinal);
        Assert.Contains(IdxBytes.Sha256(Set["train-labels-idx1-ubyte"]), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_BothHalvesWrong_NamesBoth()
    {
        Fill(_given);
        _given.Write("train-images-idx3-ubyte.gz", [1, 2, 3, 4]);
        _given.Write("t10k-labels-idx1-ubyte.gz", []);
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => LoadAsync("mnist"));
        Assert.Equal(2, error.Problems.Count);
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("auto")]
    public async Task Load_NotFound_DownloadsIntoDataDir(string dataset)
    {
        using LoopbackServer server = LoopbackServer.Of(Set);
        DatasetPair data = await LoadAsync(dataset, Options(server.Address));
        Assert.Equal(("mnist", _given.Path), (data.Name, data.Source));
        Assert.Equal(4, _given.Names.Length);
        await LoadAsync(dataset, Options(server.Address));
        Assert.Equal(4, server.Requests.Count);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Load_NotFoundAndNoDataDir_DownloadsIntoTheDefault()
    {
        using LoopbackServer server = LoopbackServer.Of(Set);
        DatasetPair data = await LoadAsync("mnist", Options(server.Address) with { DataDirectory = null });
        Assert.Equal(_default.Path, data.Source);
        Assert.Empty(_environment.Names);
    }

    [Fact]
    public async Task Load_AutoWithoutNetwork_GivesDigitsWithAWarningNobodyCanOverlook()
    {
        DatasetPair data = await LoadAsync("auto");
        Assert.Equal("digits", data.Name);
        Assert.Equal("digits", data.Train.Name);
        string warning = Assert.Single(_warnings);
        Assert.Contains("WARNING: THIS IS NOT MNIST.", warning, StringComparison.Ordinal);
        Assert.Contains("digits", warning, StringComparison.Ordinal);
        Assert.All((TemporaryDirectory[])[_given, _environment, _default], directory => Assert.Contains(directory.Path, warning, StringComparison.Ordinal));
        Assert.True(warning.Split('\n').Length > 5);
    }

    [Fact]
    public async Task Load_MnistWithoutNetwork_NeverFallsBack()
    {
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => LoadAsync("mnist"));
        Assert.Equal(FailureKind.InputOutput, error.Kind);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Load_Cancelled_Throws()
    {
        Fill(_given);
        using CancellationTokenSource cancellation = new();
        await cancellation.CancelAsync();
        foreach (string dataset in (string[])["mnist", "digits", "auto"])
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DatasetProvider.LoadAsync(dataset, Options(), cancellation.Token));
        }
    }

    [Fact]
    public async Task Load_NeitherNameNorDirectory_IsAUsageError()
    {
        foreach (string value in (string[])["MNIST", "nowhere", _given.Write("file", [1])])
        {
            UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => LoadAsync(value));
            Assert.Equal(FailureKind.Usage, error.Kind);
            Assert.Contains(value, error.Message, StringComparison.Ordinal);
        }
    }

    private static void Fill(TemporaryDirectory directory)
    {
        foreach ((string name, byte[] content) in Set)
        {
            directory.Write(name + ".gz", IdxBytes.Gzip(content));
        }
    }

    private Task<DatasetPair> LoadAsync(string dataset, DatasetOptions? options = null) => DatasetProvider.LoadAsync(dataset, options ?? Options());

    private DatasetOptions Options(Uri? mirror = null) => new()
    {
        DataDirectory = _given.Path,
        DefaultDirectory = _default.Path,
        Environment = _ => _environment.Path,
        Download = new DownloadOptions { Mirrors = [mirror ?? _closed.Address], RetryPause = TimeSpan.FromMilliseconds(10) },
        Warn = _warnings.Add,
        MnistFiles = IdxBytes.Expect(Set),
    };
}
