using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Experiments.Specs;
using Xunit;

namespace StructuralError.Tests.Running;

public sealed class RunNameTests
{
    private static readonly Dictionary<string, int> Defaults = new(StringComparer.Ordinal) { ["k"] = 1, ["width"] = 3 };

    [Fact]
    public void Of_Defaults_SaysDatasetModelKAndSeed() =>
        Assert.Equal("mnist-b-k3-s0", Name(SpecFields.Defaults, Tiny.Network(k: 3)));

    [Fact]
    public void Of_OtherValues_SaysEachOfThem()
    {
        RunSpec spec = SpecFields.Defaults with { Seed = -2, LearningRate = 0.001, Precision = Precision.F64, Probe = new ProbeSpec("test", 256), Steps = 10, PerSample = true, Init = "he-normal" };
        Assert.Equal("mnist-b-k1-s-2-width5-he-normal-lr0.001-n10-f64-probe-test256-samples", Name(spec, Tiny.Network(width: 5)));
    }

    [Theory]
    [InlineData("squared", "mnist-b-k1-s0-squared")]
    [InlineData("entmax:1.25", "mnist-b-k1-s0-entmax1.25")]
    public void Of_Loss_SaysWhich(string loss, string expected) => Assert.Equal(expected, Name(SpecFields.Defaults with { Loss = loss }, Tiny.Network()));

    [Theory]
    [InlineData(true, "mnist-b-k1-s0-skip")]
    [InlineData(false, "mnist-b-k1-s0-noskip")]
    public void Of_Flag_SaysItByName(bool skip, string expected)
    {
        Dictionary<string, int> defaults = new(Defaults, StringComparer.Ordinal) { ["skip"] = skip ? 0 : 1 };
        Assert.Equal(expected, RunName.Of(SpecFields.Defaults, Tiny.Network(flags: ("skip", skip)), defaults, "mnist", new string('0', 64), ownFiles: false));
    }

    [Fact]
    public void Of_WhatDoesNotChangeTheNumbers_SaysNothing() =>
        Assert.Equal("mnist-b-k1-s0", Name(SpecFields.Defaults with { Threads = 77, DataDirectory = "/data", Mirror = "http://x/" }, Tiny.Network()));

    [Fact]
    public void Of_EachIdentityField_ChangesNameAndHash()
    {
        RunSpec[] others =
        [
            SpecFields.Defaults with { Init = "orthogonal" }, SpecFields.Defaults with { Loss = "sparsemax" }, SpecFields.Defaults with { Match = "order" }, SpecFields.Defaults with { Epochs = 2 }, SpecFields.Defaults with { BatchSize = 32 },
            SpecFields.Defaults with { LearningRate = 0.02 }, SpecFields.Defaults with { Momentum = 0 }, SpecFields.Defaults with { WeightDecay = 1e-4 },
            SpecFields.Defaults with { Steps = 5 }, SpecFields.Defaults with { Seed = 1 }, SpecFields.Defaults with { Precision = Precision.F64 },
            SpecFields.Defaults with { MeasureEvery = 2 }, SpecFields.Defaults with { StructureEvery = 2 }, SpecFields.Defaults with { KernelEvery = 2 },
            SpecFields.Defaults with { KernelProbe = new ProbeSpec("test", 9) }, SpecFields.Defaults with { Probe = new ProbeSpec("train", 3) }, SpecFields.Defaults with { PerSample = true },
            SpecFields.Defaults with { Normalise = new Normalisation(0.5f, 0.25f) },
            .. ((LabelSettings[])
            [
                new() { Limit = 9 }, new() { FromFile = true }, new() { Noise = 0.2 }, new() { Copies = 3 }, new() { Seed = 4 }, new() { Smoothing = 0.1 },
            ]).Select(labels => SpecFields.Defaults with { Labels = labels }),
            SpecFields.Defaults with { Weights = new(2, 1, 1) }, SpecFields.Defaults with { Weights = new(1, 2, 1) }, SpecFields.Defaults with { Weights = new(1, 1, 2) },
        ];

        // All identity fields but model and dataset, whose names have their own place.
        Assert.Equal(SpecFields.All.Count(field => field.Identity) - 2, others.Length);
        RunSpec[] all = [SpecFields.Defaults, .. others];
        Assert.Equal(all.Length, all.Select(spec => Name(spec, Tiny.Network())).Distinct().Count());
        Assert.Equal(all.Length, all.Select(spec => RunIdentity.Of(spec, Tiny.Network(), "mnist").SpecHash).Distinct().Count());
    }

    [Fact]
    public void Of_OwnFiles_EndsWithTheHash() =>
        Assert.Equal("mnist-b-k1-s0-01234567", RunName.Of(SpecFields.Defaults, Tiny.Network(), Defaults, "mnist", "0123456789", ownFiles: true));

    [Fact]
    public void Of_StrangeNames_StayInTheResultsDirectory()
    {
        string name = RunName.Of(SpecFields.Defaults, Tiny.Network("../we ird/'name'"), Defaults, "..", "0123456789", ownFiles: false);
        Assert.Equal(name, Path.GetFileName(name));
        Assert.DoesNotContain(' ', name);
        Assert.NotEqual('.', name[0]);
    }

    [Fact]
    public void Of_VeryLong_IsCutAndKeepsTheHash()
    {
        string name = RunName.Of(SpecFields.Defaults, Tiny.Network(new string('x', 300)), Defaults, "mnist", "0123456789", ownFiles: false);
        Assert.Equal(120, name.Length);
        Assert.EndsWith("-01234567", name, StringComparison.Ordinal);
    }

    private static string Name(RunSpec spec, Network network) => RunName.Of(spec, network, Defaults, "mnist", new string('0', 64), ownFiles: false);
}
