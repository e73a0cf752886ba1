using System.Diagnostics;
using System.Text;
using StructuralError.Core.Common;
using StructuralError.Experiments.Datasets;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Data;

public sealed class MnistDownloaderTests : IDisposable
{
    private static readonly Dictionary<string, byte[]> Set = IdxBytes.SmallSet();
    private static readonly byte[] Page = Encoding.ASCII.GetBytes("<!DOCTYPE html><html>Please log in</html>");

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Fetch_GoodMirror_WritesTheFourFilesAndReportsProgress()
    {
        using LoopbackServer server = LoopbackServer.Of(Set);
        List<DownloadProgress> progress = [];
        IReadOnlyList<string> paths = await FetchAsync(Options(server.Address) with { Progress = progress.Add });
        AssertComplete();
        Assert.Equal(Set.Keys.Select(name => _directory.File(name + ".gz")), paths);
        Assert.Equal(Set.Keys.Select(name => name + ".gz"), server.Requests);
        Assert.Equal(Set.Keys.Select(name => name + ".gz"), progress.Select(step => step.File).Distinct());
        Assert.Equal(progress.Last().Total, progress.Last().Bytes);
    }

    [Fact]
    public async Task Fetch_FilesThereAlready_AsksForTheOthersOnly()
    {
        _directory.Write("train-images.idx3-ubyte", Set["train-images-idx3-ubyte"]);
        using LoopbackServer server = LoopbackServer.Of(Set);
        IReadOnlyList<string> paths = await FetchAsync(Options(server.Address));
        Assert.Equal(_directory.File("train-images.idx3-ubyte"), paths[0]);
        Assert.Equal(Set.Keys.Skip(1).Select(name => name + ".gz"), server.Requests);
    }

    [Fact]
    public async Task Fetch_OtherDataUnderTheSameName_IsRefusedAndLeftAlone()
    {
        byte[] other = IdxBytes.Images(7);
        _directory.Write("train-images-idx3-ubyte", other);
        using LoopbackServer server = LoopbackServer.Of(Set);
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => FetchAsync(Options(server.Address)));
        Assert.Equal(FailureKind.BadData, error.Kind);
        Assert.Contains(IdxBytes.Sha256(other), error.Message, StringComparison.Ordinal);
        Assert.Contains(IdxBytes.Sha256(Set["train-images-idx3-ubyte"]), error.Message, StringComparison.Ordinal);
        Assert.Equal(other, File.ReadAllBytes(_directory.File("train-images-idx3-ubyte")));
    }

    [Fact]
    public async Task Fetch_OwnMirror_IsTriedFirst()
    {
        using LoopbackServer own = LoopbackServer.Of(Set);
        using LoopbackServer known = LoopbackServer.Of(Set);
        await FetchAsync(Options(known.Address) with { Mirror = own.Address });
        Assert.Equal(4, own.Requests.Count);
        Assert.Empty(known.Requests);
    }

    public static TheoryData<string, string, int> BadAnswers => new()
    {
        { "missing", "answered 404 Not Found for train-images-idx3-ubyte.gz", 1 },
        { "broken", "answered 503 Busy for train-images-idx3-ubyte.gz", 2 },
        { "html", "answered with an HTML page in place of train-images-idx3-ubyte.gz", 1 },
        { "html as gzip", "answered with an HTML page in place of train-images-idx3-ubyte.gz", 1 },
        { "other data", "wrong content: the SHA-256 of train-images-idx3-ubyte.gz unpacked is ", 2 },
        { "short data", "wrong size: the content of train-images-idx3-ubyte.gz has 252 bytes, it must have 256", 2 },
        { "long data", "wrong size: the content of train-images-idx3-ubyte.gz has more than 256 bytes", 2 },
        { "not gzip", "train-images-idx3-ubyte.gz is not gzip data", 2 },
        { "damaged", "train-images-idx3-ubyte.gz is truncated or damaged gzip data", 2 },
        { "without its end", "train-images-idx3-ubyte.gz is truncated or damaged gzip data", 2 },
        { "with more behind", "train-images-idx3-ubyte.gz is truncated or damaged gzip data, or has something else behind them", 2 },
        { "leading elsewhere", "train-images-idx3-ubyte.gz", 1 },
        { "huge", "wrong size: 5000 bytes announced for train-images-idx3-ubyte.gz", 1 },
        { "cut", "response ended prematurely", 2 },
        { "stalled", "the transfer stalled for 1 s", 2 },
        { "silent", "no answer within 1 s", 2 },
    };

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(BadAnswers))]
    public async Task Fetch_BadAnswer_IsNamedAndTheNextMirrorTried(string kind, string reason, int requests)
    {
        using LoopbackServer bad = new((_, connection, stopping) => AnswerBadlyAsync(kind, connection, stopping));
        TimeSpan second = TimeSpan.FromSeconds(1);
        DownloadOptions options = kind switch
        {
            "silent" => Options() with { AnswerTimeout = second },
            "stalled" => Options() with { StallTimeout = second },
            _ => Options(),
        };
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => FetchAsync(options with { Mirrors = [bad.Address] }));
        Assert.Equal(FailureKind.InputOutput, error.Kind);
        Assert.Contains($"{bad.Address}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("--data-dir", error.Message, StringComparison.Ordinal);
        Assert.Contains("--dataset digits", error.Message, StringComparison.Ordinal);
        Assert.Empty(_directory.Names);
        await AssertRequestsAsync(bad, requests);

        // The good one needs its time on a busy machine.
        using LoopbackServer good = LoopbackServer.Of(Set);
        options = options with { AnswerTimeout = 4 * options.AnswerTimeout, StallTimeout = 4 * options.StallTimeout };
        await FetchAsync(options with { Mirrors = [bad.Address, good.Address] });
        AssertComplete();
        await AssertRequestsAsync(good, 4);
        await AssertRequestsAsync(bad, requests + 1);
    }

    [Fact]
    public async Task Fetch_TransferThatIsTooSlow_IsGivenUp()
    {
        using LoopbackServer server = LoopbackServer.Of(Set);
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(
            () => FetchAsync(Options(server.Address) with { SlownessTimeout = TimeSpan.Zero, SlowestRate = int.MaxValue }));
        Assert.Contains("too slow: ", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Empty(_directory.Names);
    }

    /// <summary>What is stored can be read: members joined, and zeros behind them.</summary>
    [Fact]
    public async Task Fetch_ContentInOtherFrames_IsStoredAndFoundAgain()
    {
        using LoopbackServer server = new((name, connection, stopping) =>
        {
            byte[] content = Set[name[..^3]];
            return LoopbackServer.SendAsync(
                connection, "200 OK", "application/gzip", [.. IdxBytes.Gzip(content[..9]), .. IdxBytes.Gzip(content[9..]), .. new byte[512]], stopping);
        });
        await FetchAsync(Options(server.Address));
        AssertComplete();
        await FetchAsync(Options(server.Address));
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task Fetch_MirrorThatFailsOnce_IsTriedAgain()
    {
        int count = 0;
        using LoopbackServer server = new((name, connection, stopping) => Interlocked.Increment(ref count) == 1
            ? LoopbackServer.SendAsync(connection, "500 Oops", "text/plain", [], stopping)
            : LoopbackServer.SendFileAsync(Set, name, connection, stopping));
        await FetchAsync(Options(server.Address));
        AssertComplete();
        Assert.Equal(5, count);
    }

    [Fact]
    public async Task Fetch_NobodyListens_WaitsForNothingAndNamesEveryMirror()
    {
        using ClosedPort first = new(), second = new();
        Uri[] mirrors = [first.Address, second.Address];
        string inner = Path.Combine(_directory.Path, "new");
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(
            () => new MnistDownloader(Options(mirrors)) { Files = IdxBytes.Expect(Set) }.FetchAsync(inner));
        Assert.DoesNotContain("no answer within", error.Message, StringComparison.Ordinal);
        Assert.All(mirrors, mirror => Assert.Contains(mirror.ToString(), error.Message, StringComparison.Ordinal));
        Assert.False(Directory.Exists(inner));
    }

    [Fact]
    public async Task Fetch_MirrorsThatNeverAnswer_EndWithinTheBudgetTogether()
    {
        using HangingHandler hanging = new();
        Uri[] mirrors = [.. Enumerable.Range(0, 6).Select(i => new Uri($"http://{i}.invalid/"))];
        DownloadOptions options = Options(mirrors) with { Handler = hanging, AnswerTimeout = TimeSpan.FromMilliseconds(400), WaitingBudget = TimeSpan.FromSeconds(1) };
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => FetchAsync(options));
        Assert.Contains("not tried, 1 s of waiting were spent", error.Message, StringComparison.Ordinal);
        Assert.All(error.Problems, problem => Assert.DoesNotContain('\n', problem.Message));

        // 0.4 + 0.4 + 0.2 s.
        Assert.Equal(["0.invalid", "1.invalid", "2.invalid"], hanging.Hosts);
    }

    [Fact]
    public async Task Fetch_DefaultPatience_AddsUpToLessThan15Seconds()
    {
        DownloadOptions options = new();
        using HangingHandler hanging = new();
        Assert.True(options.WaitingBudget + (options.RetryPause * 3) < TimeSpan.FromSeconds(15));
        Assert.True(options.AnswerTimeout * 3 <= options.WaitingBudget, "own mirror and both known ones must each get their full time");
        DownloadOptions fast = options with
        {
            Handler = hanging,
            Mirror = new Uri("http://own.invalid/"),
            AnswerTimeout = options.AnswerTimeout / 4,
            WaitingBudget = options.WaitingBudget / 4,
            RetryPause = options.RetryPause / 4,
        };
        Stopwatch watch = Stopwatch.StartNew();
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => FetchAsync(fast));
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(2.5), "each mirror gets its full time");
        Assert.DoesNotContain("not tried", error.Message, StringComparison.Ordinal);
        Assert.Equal((3, 3), (hanging.Hosts.Count, hanging.Hosts.Distinct().Count()));
    }

    [Fact]
    public async Task Fetch_Cancelled_LeavesNothingBehind()
    {
        using CancellationTokenSource cancellation = new();
        using LoopbackServer server = new((_, connection, stopping) => LoopbackServer.StallAsync(connection, new byte[500], stopping));
        DownloadOptions options = Options(server.Address) with { StallTimeout = TimeSpan.FromMinutes(1), Progress = _ => cancellation.Cancel() };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FetchAsync(options, cancellation.Token));
        Assert.Empty(_directory.Names);
    }

    [Fact]
    public async Task Fetch_TwoAtOnce_BothEndWithWholeFiles()
    {
        using LoopbackServer server = LoopbackServer.Of(Set);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => FetchAsync(Options(server.Address)))));
        AssertComplete();
    }

    [Fact]
    public async Task Fetch_IntoAFile_IsAnInputOutputErrorWithThePath()
    {
        string path = _directory.Write("taken", [1]);
        using LoopbackServer server = LoopbackServer.Of(Set);
        foreach (string target in (string[])[path, Path.Combine(path, "deeper")])
        {
            UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(
                () => new MnistDownloader(Options(server.Address)) { Files = IdxBytes.Expect(Set) }.FetchAsync(target));
            Assert.Equal(FailureKind.InputOutput, error.Kind);
            Assert.StartsWith(target, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("http://example.org/mnist", "http://example.org/mnist/")]
    [InlineData("https://example.org/", "https://example.org/")]
    public void ParseMirror_Address_EndsInASlash(string value, string expected) => Assert.Equal(expected, DownloadOptions.ParseMirror(value).ToString());

    [Theory]
    [InlineData("mnist")]
    [InlineData("ftp://example.org/")]
    [InlineData("/tmp/mnist")]
    [InlineData("")]
    public void ParseMirror_AnythingElse_IsAUsageError(string value) =>
        Assert.Equal(FailureKind.Usage, Assert.Throws<UserErrorException>(() => DownloadOptions.ParseMirror(value)).Kind);

    private static DownloadOptions Options(params Uri[] mirrors) => new()
    {
        Mirrors = mirrors,
        AnswerTimeout = TimeSpan.FromSeconds(20),
        StallTimeout = TimeSpan.FromSeconds(20),
        WaitingBudget = TimeSpan.FromSeconds(40),
        RetryPause = TimeSpan.FromMilliseconds(10),
    };

    private static Task AnswerBadlyAsync(string kind, Stream connection, CancellationToken stopping)
    {
        byte[] images = Set["train-images-idx3-ubyte"];
        byte[] damaged = IdxBytes.Gzip(images);
        damaged[^6] ^= 1;
        Task Send(byte[] body, string status = "200 OK", string type = "application/gzip", int? announced = null) =>
            LoopbackServer.SendAsync(connection, status, type, body, stopping, announced);
        return kind switch
        {
            "missing" => Send([], "404 Not Found"),
            "broken" => Send([], "503 Busy"),
            "html" => Send(Page, type: "text/html; charset=utf-8"),
            "html as gzip" => Send(Page),
            "other data" => Send(IdxBytes.Gzip([.. images[..^1], 99])),
            "short data" => Send(IdxBytes.Gzip(images[..^4])),
            "long data" => Send(IdxBytes.Gzip([.. images, .. images])),
            "not gzip" => Send(images),
            "damaged" => Send(damaged),
            "without its end" => Send(IdxBytes.Gzip(images)[..^8]),
            "with more behind" => Send([.. IdxBytes.Gzip(images), 1, 2, 3]),
            "leading elsewhere" => Send([], "302 Found\r\nLocation: file:///etc/hostname"),
            "huge" => Send([], announced: 5000),
            "cut" => Send(damaged[..20], announced: damaged.Length),
            "stalled" => LoopbackServer.StallAsync(connection, damaged[..20], stopping),
            _ => Task.Delay(Timeout.Infinite, stopping),
        };
    }

    private Task<IReadOnlyList<string>> FetchAsync(DownloadOptions options, CancellationToken cancellation = default) =>
        new MnistDownloader(options) { Files = IdxBytes.Expect(Set) }.FetchAsync(_directory.Path, cancellation);

    /// <summary>A request that its client gave up may reach the server later.</summary>
    private static async Task AssertRequestsAsync(LoopbackServer server, int count)
    {
        await Patience.UntilAsync(() => server.Requests.Count >= count, "the requests");
        Assert.Equal(count, server.Requests.Count);
    }

    private void AssertComplete()
    {
        Assert.Equal(Set.Keys.Select(name => name + ".gz").Order(StringComparer.Ordinal), _directory.Names);
        Assert.All(Set, file => Assert.Equal(IdxBytes.Sha256(file.Value), IdxReader.Read(_directory.File(file.Key + ".gz")).Sha256));
    }

    /// <summary>A network where nothing ever answers.</summary>
    private sealed class HangingHandler : HttpMessageHandler
    {
        public List<string> Hosts { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Hosts.Add(request.RequestUri!.Host);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new UnreachableException();
        }
    }
}
