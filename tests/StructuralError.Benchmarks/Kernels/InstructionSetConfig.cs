using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using StructuralError.Benchmarks.Running;

namespace StructuralError.Benchmarks.Kernels;

/// <summary>
/// One job per instruction set, each in a process of its own with wider vectors switched off, so that the kernel chosen is the one
/// the engine would choose there. In a quick run one job, in this process.
/// </summary>
public sealed class InstructionSetConfig : ManualConfig
{
    private static readonly (string Id, string? Variable)[] Modes =
    [
        ("widest", null),
        ("AVX512=0", "DOTNET_EnableAVX512"),
        ("AVX2=0", "DOTNET_EnableAVX2"),
        ("HWIntrinsic=0", "DOTNET_EnableHWIntrinsic"),
    ];

    public InstructionSetConfig()
    {
        if (JobChoice.IsQuick)
        {
            AddJob(JobChoice.Quick);
            return;
        }

        foreach ((string id, string? variable) in Modes)
        {
            Job job = JobChoice.Short.WithId(id);
            AddJob(variable is null ? job : job.WithEnvironmentVariable(variable, "0"));
        }
    }
}
