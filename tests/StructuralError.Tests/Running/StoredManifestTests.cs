using StructuralError.Runs.Files;
using Xunit;

namespace StructuralError.Tests.Running;

/// <summary>Files that earlier versions of the program wrote stay readable.</summary>
public sealed class StoredManifestTests
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Reference", "runs", "schema1", "manifest.json");

    [Fact]
    public void Read_ManifestOfVersion010_UnderstandsIt()
    {
        StoredManifest manifest = StoredManifest.Read(Golden, out string reason)!;
        Assert.Equal((RunOutcome.Completed, "b", string.Empty), (manifest.Outcome, manifest.Model, reason));
        Assert.Equal("3c7abe60370766e0965aa2639f0c3dceb71e9a27dcae4c0b3fc1b3c3f1a34e19", manifest.SpecHash);
        Assert.Equal("60", manifest.Spec["steps"]);
        Assert.Equal("true", manifest.NetworkValues["skip"]);
    }
}
