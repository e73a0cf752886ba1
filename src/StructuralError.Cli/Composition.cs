using System.CommandLine;
using StructuralError.Cpu;
using StructuralError.Data;
using StructuralError.Engines;
using StructuralError.Networks;
using StructuralError.Running;
using StructuralError.Training;

namespace StructuralError.Cli;

/// <summary>Puts the assemblies together: the one place that knows who does what.</summary>
internal sealed class Composition : ITrainingServices
{
    /// <summary>Commands that other parts bring along.</summary>
    public static IEnumerable<Command> FurtherCommands() => [];

    public ModelFile LoadModel(string model) => throw Missing();

    public DatasetPreview? Preview(RunSpec spec) => throw Missing();

    public DatasetPair LoadDataset(RunSpec spec, TextWriter messages, bool quiet, CancellationToken cancellation) => throw Missing();

    public IEngine CreateEngine(Network network, RunSpec spec, int batchCapacity) =>
        CpuEngine.Create(network, new CpuEngineOptions(spec.Precision, batchCapacity, spec.Threads, spec.Seed));

    public (ParameterSet Parameters, Func<int[]> NextEpoch) Initialize(Network network, RunSpec spec, int samples) => throw Missing();

    public IStepSink CreateWriter(Stream steps, Stream? samples, int classes) => throw Missing();

    public void WriteFigures(string runDirectory) => throw Missing();

    private static NotSupportedException Missing() => new("this part has not been joined yet");
}
