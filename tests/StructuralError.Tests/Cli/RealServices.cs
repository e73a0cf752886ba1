using StructuralError.Cpu;
using StructuralError.Cuda;
using StructuralError.Cuda.Driver;
using StructuralError.Experiments.Engines;
using StructuralError.Experiments.Services;
using StructuralError.Reporting.Runs;
using StructuralError.Runs.Files;
using StructuralError.Runs.Provenance;

namespace StructuralError.Tests.Cli;

/// <summary>The program's own services, on a machine without a CUDA driver where a test asks for that: what tests find must not depend on the machine, nor on the stub driver that other tests load.</summary>
internal static class RealServices
{
    // Asked once: git takes longer than a small run.
    private static readonly Task<SourceVersion> Source = SourceSearch.FindAsync(AppContext.BaseDirectory);

    public static ExperimentServices WithCuda { get; } = new() { DrawFigures = (run, warn, files, wish) => RunFigures.Write(run, warn, files, wish), FindSource = () => Source };

    public static ExperimentServices WithoutCuda() => WithCuda with
    {
        Engines = new EngineProviders(
            new CpuEngineProvider(() => "a processor"), new CudaEngineProvider(() => new CudaDeviceList(null, [], "No NVIDIA driver found."))),
    };
}
