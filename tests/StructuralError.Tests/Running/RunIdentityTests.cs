using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Networks.Layers;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Files;
using Xunit;

namespace StructuralError.Tests.Running;

public sealed class RunIdentityTests
{
    [Fact]
    public void Of_PathsAndThreads_AreNotPartOfIt()
    {
        RunIdentity plain = RunIdentity.Of(SpecFields.Defaults, Tiny.Network(), "mnist");
        RunIdentity other = RunIdentity.Of(
            SpecFields.Defaults with { Threads = 3, DataDirectory = "/x", Mirror = "http://y/", Model = "configs/models/b.json", Dataset = "auto" }, Tiny.Network(), "mnist");
        Assert.Equal(plain, other);
    }

    [Fact]
    public void Of_NetworkOrData_ArePartOfIt()
    {
        string[] hashes =
        [
            RunIdentity.Of(SpecFields.Defaults, Tiny.Network(), "mnist").SpecHash,
            RunIdentity.Of(SpecFields.Defaults, Tiny.Network(width: 4), "mnist").SpecHash,
            RunIdentity.Of(SpecFields.Defaults, Tiny.Network(k: 2), "mnist").SpecHash,
            RunIdentity.Of(SpecFields.Defaults, Tiny.Network() with { Layers = [.. Tiny.Network().Layers.Take(2), new ActivationLayer(ActivationKind.Tanh, TensorShape.Vector(3)), .. Tiny.Network().Layers.Skip(3)] }, "mnist").SpecHash,
            RunIdentity.Of(SpecFields.Defaults, Tiny.Network(), "digits").SpecHash,
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void CanonicalSpec_KeysInOrdinalOrder_HashIsOfItsBytes()
    {
        RunIdentity identity = RunIdentity.Of(SpecFields.Defaults, Tiny.Network(), "mnist");
        using JsonDocument document = JsonDocument.Parse(identity.CanonicalSpec);
        string[] keys = [.. document.RootElement.EnumerateObject().Select(property => property.Name)];

        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        Assert.DoesNotContain('\n', identity.CanonicalSpec);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(identity.CanonicalSpec))), identity.SpecHash);
    }

    [Fact]
    public void WithData_OtherContent_OtherIdentity()
    {
        RunIdentity identity = RunIdentity.Of(SpecFields.Defaults, Tiny.Network(), "mnist");
        string one = identity.WithData(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });
        Assert.Equal(one, identity.WithData(new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" }));
        Assert.NotEqual(one, identity.WithData(new Dictionary<string, string> { ["a"] = "1", ["b"] = "3" }));
    }

    [Fact]
    public void Of_FieldThatIsAddedLater_IsLeftOutAtItsDefault()
    {
        RunIdentity today = RunIdentity.Of(SpecFields.Defaults, Tiny.Network(), "mnist");
        Assert.Equal(today, RunIdentity.Of([.. SpecFields.All, Added], SpecFields.Defaults, Tiny.Network(), "mnist"));

        RunSpec other = SpecFields.Defaults with { Threads = SpecFields.Defaults.Threads + 1 };
        RunIdentity changed = RunIdentity.Of([.. SpecFields.All, Added], other, Tiny.Network(), "mnist");
        Assert.NotEqual(today.SpecHash, changed.SpecHash);
        Assert.Contains($"\"added\":{other.Threads}", changed.CanonicalSpec, StringComparison.Ordinal);
    }

    [Fact]
    public void Differences_FieldThatTheManifestLacks_HadItsDefault()
    {
        RunManifest stored = Manifests.Of(), changed = Manifests.Of();
        changed.Spec!["added"] = JsonDocument.Parse("17").RootElement;
        Assert.Empty(StoredIdentity.Differences([.. SpecFields.All, Added], stored, Manifests.Of()));
        Assert.Equal(["added"], StoredIdentity.Differences([.. SpecFields.All, Added], stored, changed));
    }

    [Fact]
    public void AlwaysHashed_AreTheFieldsOfTheFirstVersion() =>
        Assert.Equal(18, SpecFields.AlwaysHashed.Count(name => SpecFields.Find(name) is { Identity: true }));

    /// <summary>A made-up field that decides what is computed; its value is that of another, which is not hashed.</summary>
    private static SpecField Added { get; } = new SpecField<int>(
        "added", "--added", "added", true, "made up", new WholeNumber<int>(), spec => spec.Threads, (spec, value) => spec with { Threads = value });
}
