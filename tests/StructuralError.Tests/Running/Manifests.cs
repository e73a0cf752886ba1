using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Files;
using StructuralError.Runs.Provenance;
using StructuralError.Tests.Training;

namespace StructuralError.Tests.Running;

internal static class Manifests
{
    public static RunManifest Of(RunSpec? spec = null, string dataHash = "00", Network? network = null)
    {
        RunSpec chosen = spec ?? SpecFields.Defaults;
        Network built = network ?? Tiny.Network();
        return RunManifests.Of(
            new SpecBuilder().Build() with { Spec = chosen },
            RunIdentity.Of(chosen, built, "mnist"),
            built,
            Samples.Pair(hash: dataHash),
            new EngineInfo("fake", Precision.F32, "none", 1)) with
        {
            Machine = ThisMachine.Describe(),
            Source = new SourceVersion("1.0", "abc", false),
            CommandLine = ["train", "--set", "a=\"b\""],
            Start = DateTimeOffset.UnixEpoch,
        };
    }
}
