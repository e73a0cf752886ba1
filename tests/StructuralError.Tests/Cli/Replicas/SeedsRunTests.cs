using System.Text.Json;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Cuda.Driver;
using StructuralError.Runs.Directories;
using StructuralError.Tests.Processes;
using StructuralError.Tests.Training;
using Xunit;

namespace StructuralError.Tests.Cli.Replicas;

/// <summary><c>train --seeds</c>, with engines that compute nothing.</summary>
public sealed class SeedsRunTests : IDisposable
{
    private static readonly CudaDeviceList OneCard = new("12.2", [new CudaDevice(0, "Test card", 9, 0, 132, 80L << 30, null)], null);

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Train_Seeds_ARunForEachWithoutAnotherProcess()
    {
        Assert.Equal(ExitCodes.Success, Train("0..2"));
        Assert.Contains("3 runs: 3 finished", _session.Out, StringComparison.Ordinal);
        Assert.All([0, 1, 2], seed => Assert.Equal(RunState.Finished, RunInspection.Of(Directory(seed)).State));
        Assert.Empty(_session.Starter.Commands);
        Assert.Equal(1, _session.Services.Loads);
    }

    [Fact]
    public void Train_Seeds_Manifest_IsThatOfTheOneRun()
    {
        Assert.Equal(ExitCodes.Success, Train("4", "--lr", "0.5"));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Directory(4, "-lr0.5"), "manifest.json")));
        Assert.Equal("--seed", document.RootElement.TextAt("origins", "seed"));
        Assert.Equal("default", document.RootElement.TextAt("origins", "threads"));
        Assert.Equal(
            ["train", "--model", "b", "--dataset", "mnist", "--batch-size", "4", "--lr", "0.5", "--seed", "4", "--out", Directory(4, "-lr0.5")],
            document.RootElement.GetProperty("command_line").EnumerateArray().Select(word => word.GetString()));
    }

    [Fact]
    public void Train_Seeds_Again_SkipsWhatIsFinished()
    {
        Train("0..1");
        Assert.Equal(ExitCodes.Success, Train("0..2"));
        Assert.Contains("3 runs: 1 finished, 2 skipped", _session.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, Train("0..2", "--force"));
        Assert.Contains("3 runs: 3 finished", _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Seeds_OneFails_TheOthersRunAndTheExitCodeIsOne()
    {
        int steps = 0;
        _session.Services.Engine = new FakeEngine { Loss = (_, _) => steps++ == 0 ? double.NaN : 1 };
        Assert.Equal(ExitCodes.Failure, Train("0..2"));
        Assert.Contains("3 runs: 2 finished, 1 failed", _session.Out, StringComparison.Ordinal);
        Assert.Contains("    error: ", _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Seeds_Json_OneDocumentForAll()
    {
        Assert.Equal(ExitCodes.Success, Train("0..1", "--json"));
        using JsonDocument document = JsonDocument.Parse(_session.Out);
        Assert.Equal(["finished", "finished"], document.RootElement.GetProperty("runs").EnumerateArray().Select(run => run.TextAt("result")));
    }

    [Fact]
    public void Train_Seeds_DryRun_PrintsACommandForEach()
    {
        Assert.Equal(ExitCodes.Success, Train("0..1", "--dry-run", "--force"));
        string[] lines = _session.Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains(" train --model b --dataset mnist --batch-size 4 --seed 0 --out ", lines[0], StringComparison.Ordinal);
        Assert.Empty(System.IO.Directory.GetDirectories(_session.Directory.Path));
    }

    [Fact]
    public void Train_Seeds_Referee_IsThatOfEachRun()
    {
        Assert.Equal(ExitCodes.Success, Train("0..1", "--referee", "3", "--dry-run"));
        Assert.All(_session.Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(" --referee 3", line, StringComparison.Ordinal));

        // This build has none, and a run that was to have one does not go on without.
        Assert.Equal(ExitCodes.Failure, Train("0..1", "--referee", "3"));
        Assert.Contains("2 failed", _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Seeds_EverythingWrongIsToldAtOnce()
    {
        Assert.Equal(ExitCodes.Usage, Train("0,x", "--seed", "3", "--explain", "--progress", "json", "--epochs", "0"));
        Assert.All(
            (string[])["epochs: must be at least 1, got 0.", "--seeds: 'x' is not a whole number", "--seeds and --seed exclude each other", "--explain shows one run", "--progress json is of one run"],
            problem => Assert.Contains(problem, _session.Error, StringComparison.Ordinal));
    }

    [Fact]
    public void Train_Seeds_Stopped_StartsNoFurtherAndExitsWithTheSignal()
    {
        _session.Services.Engine = new FakeEngine { OnStep = step => { if (step == 1) { _session.Interruption.Request(ExitCodes.Requeue); } } };
        Assert.Equal(ExitCodes.Requeue, Train("0..2"));
        Assert.Equal(RunState.Missing, RunInspection.Of(Directory(2)).State);
        _session.Services.Engine = new FakeEngine();
        Assert.Equal(ExitCodes.Success, Train("0..2"));
    }

    [Fact]
    public void Train_Seeds_Cuda_OneGroupOfReplicas()
    {
        _session.Services.Cuda = OneCard;
        Assert.Equal(ExitCodes.Success, Train("0..9", "--device", "cuda"));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], Assert.Single(_session.Services.Replicas));
        Assert.Empty(_session.Services.Devices);
        Assert.Contains("10 runs: 10 finished", _session.Out, StringComparison.Ordinal);
        Assert.Single(_session.Error.Split(Environment.NewLine), "device         cuda:0 (Test card)");
    }

    [Fact]
    public void Train_Seeds_Cuda_FinishedOnesAreNoReplicas()
    {
        _session.Services.Cuda = OneCard;
        Train("1..2", "--device", "cuda");
        Assert.Equal(ExitCodes.Success, Train("0..3", "--device", "cuda"));
        Assert.Equal([0, 3], _session.Services.Replicas[1]);
    }

    [Fact]
    public void Train_Seeds_Cuda_OneReplicaDiverges_TheOthersFinish()
    {
        _session.Services.Cuda = OneCard;
        _session.Services.Replica = seed => new FakeEngine { Loss = (_, _) => seed == 1 ? double.NaN : 1 };
        Assert.Equal(ExitCodes.Failure, Train("0..2", "--device", "cuda"));
        Assert.Contains("3 runs: 2 finished, 1 failed", _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_Seeds_Cuda_OneThatAnotherProcessHolds_IsNoReplicaAndIsWaitedFor()
    {
        _session.Services.Cuda = OneCard;
        System.IO.Directory.CreateDirectory(Directory(1));
        Task<int> training;
        using (RunLock.Acquire(Directory(1)))
        {
            training = Task.Run(() => Train("0..2", "--device", "cuda"), TestContext.Current.CancellationToken);
            await Patience.UntilAsync(() => _session.Services.Replicas.Count == 1, "the two others");
        }

        Assert.Equal(ExitCodes.Success, await training);
        Assert.Equal([0, 2], _session.Services.Replicas[0]);
        Assert.Contains("3 runs: 3 finished", _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Seeds_Cuda_ALogThatCannotBeWritten_FailsThatRunAlone()
    {
        _session.Services.Cuda = OneCard;
        System.IO.Directory.CreateDirectory(_session.Directory.File("logs/mnist-b-k1-s0-bs4.log"));
        Assert.Equal(ExitCodes.Failure, Train("0..1", "--device", "cuda"));
        Assert.Contains("2 runs: 1 finished, 1 failed", _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Sweep_Cuda_RunsThatDifferInSeedOnlyAreReplicas()
    {
        _session.Services.Cuda = OneCard;
        Assert.Equal(
            ExitCodes.Success,
            _session.Run("sweep", "--grid", "model=a,b", "seed=0..2", "--dataset", "mnist", "--batch-size", "4", "--device", "cuda", "--out", _session.Directory.Path));
        Assert.Equal([[0, 1, 2], [0, 1, 2]], _session.Services.Replicas);
        Assert.Empty(_session.Starter.Commands);
        Assert.Contains("6 runs: 6 finished", _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Sweep_Cuda_JobsLimitsTheReplicasAtOnce()
    {
        _session.Services.Cuda = OneCard;
        Assert.Equal(
            ExitCodes.Success,
            _session.Run("sweep", "--grid", "seed=0..2", "--dataset", "mnist", "--batch-size", "4", "--device", "cuda", "--jobs", "2", "--out", _session.Directory.Path));
        Assert.Equal([[0, 1], [2]], _session.Services.Replicas);
    }

    [Theory]
    [InlineData(1, "", 5)]
    [InlineData(2, "", 3)]
    [InlineData(5, "", 1)]
    [InlineData(3, "--jobs=2", 3)]
    public void Sweep_Cuda_MoreThanTheMemoryHolds_AreTrainedInGroups(int held, string jobs, int groups)
    {
        _session.Services.Cuda = OneCard;
        _session.Services.Held = held;
        string[] command = ["sweep", "--grid", "seed=0..4", "--dataset", "mnist", "--batch-size", "4", "--device", "cuda", "--out", _session.Directory.Path];
        Assert.Equal(ExitCodes.Success, _session.Run([.. command, .. jobs.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));
        Assert.Equal(groups, _session.Services.Replicas.Count);
        Assert.Equal([0, 1, 2, 3, 4], _session.Services.Replicas.SelectMany(seeds => seeds));
        Assert.Equal(held < 5 && jobs.Length == 0, _session.Error.Contains(FormattableString.Invariant($"holds {held} of these 5 runs at a time: they are trained in {groups} groups"), StringComparison.Ordinal));
    }

    [Fact]
    public void Sweep_Cuda_MaxFailures_CountsThroughTheSets()
    {
        _session.Services.Cuda = OneCard;
        _session.Services.Replica = seed => new FakeEngine { Loss = (_, _) => seed == 1 ? double.NaN : 1 };
        Assert.Equal(
            ExitCodes.Failure,
            _session.Run("sweep", "--grid", "model=a,b", "seed=0..1", "--dataset", "mnist", "--batch-size", "4", "--device", "cuda", "--max-failures", "1", "--out", _session.Directory.Path));
        Assert.Equal([0, 1], Assert.Single(_session.Services.Replicas));
        Assert.Contains("4 runs: 1 finished, 1 failed, 2 not_started", _session.Out, StringComparison.Ordinal);
    }

    private int Train(string seeds, params string[] more) =>
        _session.Run(["train", "--model", "b", "--dataset", "mnist", "--batch-size", "4", "--seeds", seeds, "--out", _session.Directory.Path, .. more]);

    private string Directory(long seed, string tags = "") => _session.Directory.File($"mnist-b-k1-s{seed}-bs4{tags}");
}
