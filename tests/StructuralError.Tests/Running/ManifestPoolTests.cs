using System.Text.Json;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Tests.Golden;
using Xunit;

namespace StructuralError.Tests.Running;

public sealed class ManifestPoolTests
{
    [Theory]
    [InlineData("finished")]
    [InlineData("init-weights")]
    public void Share_KeepsTheContentAndOneCopyOfIt(string name)
    {
        var pool = new ManifestPool();
        RunManifest one = Read(name), first = pool.Share(one), second = pool.Share(Read(name));
        Assert.Equal(one.ToJson(), first.ToJson());
        Assert.Equal(one.ToJson(), second.ToJson());
        Assert.NotNull(first.Network);
        Assert.Same(first.Network, second.Network);
        Assert.Same(first.Origins, second.Origins);
        Assert.Same(first.Dataset, second.Dataset);
        Assert.Same(first.Engine, second.Engine);
        Assert.Same(first.Source, second.Source);
        Assert.Same(first.Machine!.Processor, second.Machine!.Processor);
        Assert.All(first.CommandLine.Zip(second.CommandLine), words => Assert.Same(words.First, words.Second));
    }

    [Fact]
    public void Share_AnotherSeed_KeepsBoth()
    {
        var pool = new ManifestPool();
        RunManifest one = Read("finished");
        using JsonDocument seed = JsonDocument.Parse("77");
        RunManifest other = one with { Spec = new OrderedDictionary<string, JsonElement>(one.Spec!) { ["seed"] = seed.RootElement.Clone() } };
        Assert.Equal(one.SpecValue("seed").GetRawText(), pool.Share(one).SpecValue("seed").GetRawText());
        Assert.Equal("77", pool.Share(other).SpecValue("seed").GetRawText());
    }

    [Fact]
    public void Share_WhatSaysLittle_IsNoFault()
    {
        var little = new RunManifest { Network = new NetworkRecord { Name = "a" } };
        Assert.Equal("a", new ManifestPool().Share(little).Network!.Name);
        Assert.Null(new ManifestPool().Share(new RunManifest()).Spec);
    }

    private static RunManifest Read(string name)
    {
        RunManifest? manifest = RunManifest.Read(Path.Combine(GoldenRuns.Path(name), RunDirectory.ManifestName), out string reason);
        Assert.True(manifest is not null, reason);
        return manifest!;
    }
}
