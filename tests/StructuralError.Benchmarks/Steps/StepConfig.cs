using BenchmarkDotNet.Configs;
using StructuralError.Benchmarks.Running;

namespace StructuralError.Benchmarks.Steps;

/// <summary>One job: the instruction set that the machine has.</summary>
public sealed class StepConfig : ManualConfig
{
    public StepConfig() => AddJob(JobChoice.IsQuick ? JobChoice.Quick : JobChoice.Short);
}
