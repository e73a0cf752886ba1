using StructuralError.Core.Common;
using StructuralError.Experiments.Clusters;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;
using StructuralError.Tests.Cli;
using Xunit;

namespace StructuralError.Tests.Clusters;

public sealed class FrozenSweepTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Read_WhatWasWritten_GivesTheSameRunsWhateverTheirValues()
    {
        var queue = new QueueRunner(new FakeServices().ToServices(), new QueueSettings());
        ResolvedSpec[] specs =
        [
            Spec(),
            Spec(("learning_rate", "1e-05"), ("momentum", "0"), ("weight_decay", "0.0001"), ("precision", "f64"), ("probe", "test:2"), ("steps", "2")),
            Spec(("model", "b"), ("network.k", "2"), ("network.width", "6"), ("seed", "-7"), ("per_sample", "true"), ("alpha", "0.5"), ("checkpoint_every", "3")),
        ];
        IReadOnlyList<QueuedRun> runs = queue.Resolve(specs, new RunOptions(_directory.Path));
        var frozen = FrozenSweep.Of(runs);
        string path = _directory.Write(frozen.FileName, frozen.ToJson());

        var read = FrozenSweep.Read(path);
        Assert.Equal(frozen.FileName, read.FileName);
        IReadOnlyList<QueuedRun> again = queue.Resolve(read.Runs.Select(run => run.Resolve()), new RunOptions(_directory.Path));
        Assert.Equal(runs.Select(run => (run.Directory, run.SpecHash, string.Join(' ', run.Arguments))), again.Select(run => (run.Directory, run.SpecHash, string.Join(' ', run.Arguments))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(7L)]
    public void Read_WhatWasWritten_GivesTheSameReferee(long? every)
    {
        var queue = new QueueRunner(new FakeServices().ToServices(), new QueueSettings());
        var frozen = FrozenSweep.Of(queue.Resolve([Spec()], new RunOptions(_directory.Path) { Referee = every }));
        Assert.Equal(every, FrozenSweep.Read(_directory.Write(frozen.FileName, frozen.ToJson())).Referee);
        Assert.Equal(every is not null, frozen.ToJson().Contains("referee", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_AnAddressWithAPassword_IsNotKept()
    {
        var queue = new QueueRunner(new FakeServices().ToServices(), new QueueSettings());
        var frozen = FrozenSweep.Of(queue.Resolve([Spec(("mirror", "https://user:secret@example.org/"))], new RunOptions(_directory.Path)));
        Assert.DoesNotContain("secret", frozen.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Broken_ExitSixtyFiveWithTheFile()
    {
        string path = _directory.Write("sweep-1.json", "{");
        UserErrorException error = Assert.Throws<UserErrorException>(() => FrozenSweep.Read(path));
        Assert.Equal(FailureKind.BadData, error.Kind);
        Assert.Contains("sweep-1.json: is not valid JSON", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A directory may come from elsewhere: what its files say becomes lines of a script, arguments of scancel, and paths.</summary>
    [Theory]
    [MemberData(nameof(Hostile))]
    public void Read_WhatThisProgramNeverWrites_IsRefused(string field, string hostile)
    {
        string path = _directory.Write("file.json", hostile);
        UserErrorException error = Assert.Throws<UserErrorException>(() => hostile.Contains("\"runs\"", StringComparison.Ordinal) ? FrozenSweep.Read(path) : (object)Submission.Read(path));
        Assert.Equal(FailureKind.BadData, error.Kind);
        Assert.Contains(field, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Hostile
    {
        get
        {
            const string Line = "x\nrm -rf ~";
            var sound = new Submission("sweep-0123456789ab.json", [[0]], new ClusterSettings { Time = "1:00:00", Partition = "short", Chunk = 2, Others = ["--comment=a b"] }) { Jobs = [new("12", 0, 1)] };
            var frozen = new FrozenSweep([new FrozenRun("digits-a-k1-s0", "0", new(StringComparer.Ordinal) { ["seed"] = "0" })], "auto", "/tmp", "1.0.0");
            Submission With(ClusterSettings settings) => sound with { Settings = settings };
            string[] readable = [sound.ToJson(), frozen.ToJson()];
            Assert.All(readable, text => Assert.DoesNotContain("null", text, StringComparison.Ordinal));
            return new TheoryData<string, string>
            {
                { "'sbatch'", With(sound.Settings with { Others = ["--comment=" + Line] }).ToJson() },
                { "'sbatch'", With(sound.Settings with { Partition = Line }).ToJson() },
                { "'sbatch'", With(sound.Settings with { Account = Line }).ToJson() },
                { "'sbatch'", With(sound.Settings with { Memory = Line }).ToJson() },
                { "'sbatch'", With(sound.Settings with { Gres = Line }).ToJson() },
                { "'time'", With(sound.Settings with { Time = "10\n#" }).ToJson() },
                { "'chunk'", With(sound.Settings with { Chunk = 0 }).ToJson() },
                { "'chunk'", With(sound.Settings with { MaxRunning = -1 }).ToJson() },
                { "'chunk'", With(sound.Settings with { ProcessorsPerTask = 0 }).ToJson() },
                { "'id'", (sound with { Jobs = [new("--user=me", 0, 1)] }).ToJson() },
                { "'id'", (sound with { Jobs = [new(string.Empty, 0, 1)] }).ToJson() },
                { "'sweep'", (sound with { Sweep = "../other.json" }).ToJson() },
                { "'name'", (frozen with { Runs = [frozen.Runs[0] with { Name = "../../other" }] }).ToJson() },
                { "'name'", (frozen with { Runs = [frozen.Runs[0] with { Name = ".." }] }).ToJson() },
                { "'working_directory'", (frozen with { WorkingDirectory = "/tmp\0" }).ToJson() },
                { "'values'", frozen.ToJson().Replace("\"seed\": \"0\"", "\"seed\": null", StringComparison.Ordinal) },
                { "was not written by this program", sound.ToJson().Replace("\"--comment=a b\"", "null", StringComparison.Ordinal) },
                { "something else than this program writes", sound.ToJson().Replace("\"settings\": {", "\"settings\": null, \"further\": {", StringComparison.Ordinal) },
            };
        }
    }

    [Fact]
    public void Read_SettingsThatOptionsGive_AreTaken()
    {
        var settings = new ClusterSettings { Time = "1-12", Partition = "a,b", Memory = "2G", Gres = "gpu:1", Chunk = 1, MaxRunning = 1, ProcessorsPerTask = 1, Others = ["--comment=\"é\""] };
        var submission = new Submission("sweep-0123456789ab.json", [[0]], settings) { Jobs = [new("12", 0, 1)] };
        Assert.Equal(submission.ToJson(), Submission.Read(_directory.Write("submission-001.json", submission.ToJson())).ToJson());
    }

    private static ResolvedSpec Spec(params (string Key, string Value)[] values)
    {
        var builder = new SpecBuilder();
        builder.Set("dataset", SpecValue.FromText("mnist"), "--dataset");
        foreach ((string key, string value) in values)
        {
            if (key.StartsWith("network.", StringComparison.Ordinal))
            {
                builder.SetNetwork(key["network.".Length..], SpecValue.FromText(value), "--set");
            }
            else
            {
                builder.Set(key, SpecValue.FromText(value), "--set");
            }
        }

        ResolvedSpec resolved = builder.Build();
        Assert.Empty(resolved.Problems);
        return resolved;
    }
}
