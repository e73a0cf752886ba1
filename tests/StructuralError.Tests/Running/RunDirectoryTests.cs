using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;
using Xunit;

namespace StructuralError.Tests.Running;

public sealed class RunDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Run => _directory.File("run");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void TryClaim_Missing_MakesItWithARunningManifest()
    {
        using (RunDirectory claimed = Claim())
        {
            Assert.Equal(RunState.Running, RunInspection.Of(Run).State);
            Assert.Equal(RunOutcome.Running, RunInspection.Of(Run).Manifest!.Outcome);
        }

        Assert.False(File.Exists(Path.Combine(Run, RunLock.HolderFileName)));
    }

    [Fact]
    public void TryClaim_Finished_SaysSoAndChangesNothing()
    {
        Finish();
        Dictionary<string, string> before = Contents();

        Assert.False(TryClaim(Manifests.Of(), force: false, out RunDirectory? directory));
        Assert.Null(directory);
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void TryClaim_FinishedOtherSpec_RefusedNamingTheDifference()
    {
        Finish();
        UserErrorException error = Refused(Manifests.Of(SpecFields.Defaults with { LearningRate = 0.5, Momentum = 0 }));
        Assert.Contains("learning_rate, momentum", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryClaim_FinishedOtherNetwork_RefusedNamingItsParameters()
    {
        Finish();
        UserErrorException error = Refused(Manifests.Of(SpecFields.Defaults with { Momentum = 0 }, network: Tiny.Network("b", k: 2, width: 5, flags: ("skip", true))));
        Assert.Contains("it differs in k, skip, width, momentum)", error.Message, StringComparison.Ordinal);
        Assert.Contains("it differs in model)", Refused(Manifests.Of(network: Tiny.Network("c"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryClaim_FinishedSameNetworkWithFlags_IsTheSameRun()
    {
        RunManifest manifest = Manifests.Of(network: Tiny.Network(flags: ("skip", false)));
        using (RunDirectory claimed = Claim(manifest))
        {
            claimed.WriteSummary("{}");
            claimed.WriteManifest(manifest with { Outcome = RunOutcome.Completed });
        }

        Assert.False(TryClaim(manifest, force: false, out _));
        Assert.Empty(StoredIdentity.Differences(RunInspection.Of(Run).Manifest!, manifest));
    }

    [Fact]
    public void TryClaim_FinishedOtherData_Refused() =>
        Assert.Contains("other data", RefusedAfterFinish(Manifests.Of(dataHash: "11")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(RunOutcome.Running)]
    [InlineData(RunOutcome.Failed)]
    [InlineData(RunOutcome.Interrupted)]
    public void TryClaim_UnfinishedWithoutCheckpoint_StartsOverUnlessForbidden(RunOutcome outcome)
    {
        using (RunDirectory claimed = Claim())
        {
            claimed.WriteManifest(Manifests.Of() with { Outcome = outcome });
        }

        string never = Refused(Manifests.Of(), resume: ResumeMode.Never).Message;
        Assert.Contains(RunOutcomes.Name(outcome), never, StringComparison.Ordinal);
        Assert.Contains("--force", never, StringComparison.Ordinal);
        Assert.Contains("no good checkpoint", Refused(Manifests.Of(), resume: ResumeMode.Require).Message, StringComparison.Ordinal);
        using RunDirectory again = Claim();
        Assert.Null(again.ResumePoint);
        Assert.Equal(RunOutcome.Running, RunInspection.Of(Run).Manifest!.Outcome);
    }

    [Fact]
    public void TryClaim_RequireWithoutARun_RefusedAndNothingMade()
    {
        Assert.Contains("no run to continue", Refused(Manifests.Of(), resume: ResumeMode.Require).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run));
        Finish();
        Assert.False(TryClaim(Manifests.Of(), force: false, out _, ResumeMode.Require));
    }

    [Fact]
    public void Take_NothingComesOfIt_RemovesWhatItMadeAndNothingElse()
    {
        string deep = Path.Combine(Run, "deep", "run");
        RunReservation.Take(deep, RunInspection.Of(deep), RunInspection.Of, DiskFileSystem.Instance).Dispose();
        Assert.False(Directory.Exists(Run));

        Directory.CreateDirectory(Run);
        RunReservation.Take(deep, RunInspection.Of(deep), RunInspection.Of, DiskFileSystem.Instance).Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(Run));
    }

    [Fact]
    public void TryClaim_CompletedWithoutSummary_IsUnfinished()
    {
        Finish();
        File.Delete(Path.Combine(Run, RunDirectory.SummaryName));
        Refused(Manifests.Of(), resume: ResumeMode.Never);
    }

    [Fact]
    public void TryClaim_Force_ReplacesOurFilesAndKeepsOthers()
    {
        Finish();
        string[] own =
        [
            RunDirectory.StepsName, TemporaryName.Of(RunDirectory.StepsName), "figures/bounds.svg", "figures/local_pearson.pdf", "checkpoint/step-0000000007.json",
            "checkpoint/" + TemporaryName.Of("step-0000000008.safetensors"),
        ];
        string[] foreign =
        [
            "notes.txt", ".draft.tmp", ".steps.csv.abc.tmp", ".mine.abcdefgh.ijk.tmp", "figures/raw/annotated.svg", "figures/annotated.svg", "checkpoint/best.pt",
            "checkpoint/step-1.json",
        ];
        foreach (string name in own.Concat(foreign))
        {
            _directory.Write(Path.Combine("run", name), "old");
        }

        Assert.True(TryClaim(Manifests.Of(), force: true, out RunDirectory? directory));
        directory!.Dispose();
        Assert.Equal(foreign.Append(RunDirectory.ManifestName).Append(RunLock.FileName).Order(StringComparer.Ordinal), Everything());
    }

    [Fact]
    public void TryClaim_ForceWithNothingElseThere_LeavesNoEmptyDirectories()
    {
        Finish();
        _directory.Write("run/figures/bounds.svg", "old");
        Assert.True(TryClaim(Manifests.Of(), force: true, out RunDirectory? directory));
        directory!.Dispose();
        Assert.False(Directory.Exists(Path.Combine(Run, RunDirectory.FiguresName)));
    }

    [Theory(Skip = Needs.UnixReason, SkipUnless = nameof(Needs.Unix), SkipType = typeof(Needs))]
    [InlineData(RunDirectory.FiguresName)]
    [InlineData(RunDirectory.CheckpointName)]
    public void TryClaim_ADirectoryOfTheRunIsALink_RefusedAndWhatIsBehindItStays(string name)
    {
        Finish();
        string file = _directory.Write("elsewhere/" + TemporaryName.Of("bounds.svg"), "mine");
        Directory.CreateSymbolicLink(Path.Combine(Run, name), Path.GetDirectoryName(file)!);
        Assert.Contains("is a link, which is not followed", Refused(Manifests.Of(), force: true).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(file));
        Assert.Equal(RunState.Finished, RunInspection.Of(Run).State);
    }

    /// <summary>What is there then is another's, or would be half a run.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RequireThere_DirectoryMovedAway_Refused(bool anotherStandsThere)
    {
        using RunDirectory claimed = Claim();
        claimed.RequireThere();
        Directory.Move(Run, _directory.File("moved"));
        if (anotherStandsThere && OperatingSystem.IsLinux())
        {
            Directory.CreateDirectory(Run);
        }

        UserErrorException error = Assert.Throws<UserErrorException>(() => claimed.WriteManifest(Manifests.Of()));
        Assert.Equal(FailureKind.InputOutput, error.Kind);
        Assert.Contains("was moved or removed while the run was writing it", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Run, RunDirectory.ManifestName)));
    }

    [Theory]
    [InlineData("thesis.tex", "x", "thesis.tex")]
    [InlineData("manifest.json", "{}", "was not written by this program")]
    [InlineData("manifest.json", "{ \"program\": \"structural-error\", ", "JSON")]
    [InlineData("manifest.json", "{ \"program\": \"structural-error\", \"schema\": 2 }", "schema")]
    [InlineData("manifest.json", "{ \"program\": \"structural-error\", \"schema\": 1 }", "lacks")]
    [InlineData("manifest.json", "[]", "was not written by this program")]
    public void TryClaim_Foreign_NeverTouchedEvenByForce(string name, string content, string reason)
    {
        Directory.CreateDirectory(Run);
        File.WriteAllText(Path.Combine(Run, name), content);
        foreach (bool force in (bool[])[false, true])
        {
            Assert.Contains(reason, Refused(Manifests.Of(), force).Message, StringComparison.Ordinal);
            Assert.Equal([name], Directory.GetFileSystemEntries(Run).Select(path => Path.GetFileName(path)));
            Assert.Equal(content, File.ReadAllText(Path.Combine(Run, name)));
        }
    }

    [Fact]
    public void TryClaim_AFile_Refused()
    {
        File.WriteAllText(Run, "x");
        Assert.Contains("it is a file", Refused(Manifests.Of(), force: true).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryClaim_HeldElsewhere_RefusedNamingTheHolder()
    {
        using RunDirectory claimed = Claim();
        foreach (bool force in (bool[])[false, true])
        {
            string message = Refused(Manifests.Of(), force).Message;
            Assert.Contains(FormattableString.Invariant($"process {Environment.ProcessId} on {Environment.MachineName}"), message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TryClaim_DiedBeforeTheManifest_IsTakenOver()
    {
        Directory.CreateDirectory(Run);
        File.WriteAllText(Path.Combine(Run, RunLock.FileName), string.Empty);
        File.WriteAllText(Path.Combine(Run, RunLock.HolderFileName), "process 1 on elsewhere");
        string temporary = _directory.Write("run/" + TemporaryName.Of(RunDirectory.ManifestName), "{");
        using RunDirectory claimed = Claim();
        Assert.False(File.Exists(temporary));
    }

    [Fact]
    public void TryClaim_ManyAtOnce_ExactlyOneWins()
    {
        int winners = 0;
        var claimed = new List<RunDirectory>();
        Parallel.For(0, 16, _ =>
        {
            try
            {
                if (TryClaim(Manifests.Of(), force: false, out RunDirectory? directory))
                {
                    Interlocked.Increment(ref winners);
                    lock (claimed)
                    {
                        claimed.Add(directory!);
                    }
                }
            }
            catch (UserErrorException error)
            {
                Assert.Equal(FailureKind.CannotCreate, error.Kind);
            }
        });
        claimed.ForEach(directory => directory.Dispose());
        Assert.Equal(1, winners);
    }

    private IEnumerable<string> Everything() => Directory.EnumerateFiles(Run, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Select(path => Path.GetRelativePath(Run, path)).Order(StringComparer.Ordinal);

    private bool TryClaim(RunManifest manifest, bool force, out RunDirectory? directory, ResumeMode resume = ResumeMode.Auto)
    {
        using RunReservation reservation = RunReservation.Take(Run, RunInspection.Of(Run), RunInspection.Of, DiskFileSystem.Instance);
        directory = reservation.Claim(
            manifest,
            RunManifests.Request(manifest, _ => false),
            new ResumeTarget(manifest.RunIdentity!, Tiny.Network(), new EngineInfo("fake", Precision.F32, "none", 1), "1.0", _ => true),
            force,
            resume,
            warning => Assert.Fail(warning));
        return directory is not null;
    }

    private RunDirectory Claim(RunManifest? manifest = null)
    {
        Assert.True(TryClaim(manifest ?? Manifests.Of(), force: false, out RunDirectory? directory));
        return directory!;
    }

    private void Finish()
    {
        using RunDirectory claimed = Claim();
        claimed.WriteSummary("{}");
        claimed.WriteManifest(Manifests.Of() with { Outcome = RunOutcome.Completed });
    }

    private UserErrorException RefusedAfterFinish(RunManifest manifest)
    {
        Finish();
        return Refused(manifest);
    }

    private UserErrorException Refused(RunManifest manifest, bool force = false, ResumeMode resume = ResumeMode.Auto)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => TryClaim(manifest, force, out _, resume));
        Assert.Equal(FailureKind.CannotCreate, error.Kind);
        Assert.Contains(Run, error.Message, StringComparison.Ordinal);
        return error;
    }

    private Dictionary<string, string> Contents() => Directory.GetFiles(Run).ToDictionary(path => path, File.ReadAllText, StringComparer.Ordinal);
}
