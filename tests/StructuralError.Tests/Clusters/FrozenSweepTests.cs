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
