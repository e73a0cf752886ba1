using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Runs.Files;
using StructuralError.Runs.Specs;
using StructuralError.Tests.Training;

namespace StructuralError.Tests.Running;

internal static class Manifests
{
    public static RunManifest Of(RunSpec? spec = null, string dataHash = "00", Network? network = null)
    {
        RunSpec chosen = spec ?? SpecFields.Defaults;
        return new RunManifest
        {
            Spec = new SpecBuilder().Build() with { Spec = chosen },
            Identity = RunIdentity.Of(chosen, network ?? Tiny.Network(), "mnist"),
            Network = network ?? Tiny.Network(),
            Dataset = Samples.Pair(hash: dataHash),
            Engine = new EngineInfo("fake", Precision.F32, "none", 1),
            Machine = MachineInfo.Current(),
            Source = new SourceVersion("1.0", "abc", false),
            CommandLine = ["train", "--set", "a=\"b\""],
            Start = DateTimeOffset.UnixEpoch,
        };
    }
}
