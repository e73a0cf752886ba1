using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Tests.Engines;

namespace StructuralError.Torch.Tests;

/// <summary>The suite that every engine passes. Where oneDNN's convolution is wrong, the engine does without it: <see cref="ConvolutionTrialTests"/>.</summary>
public sealed class TorchEngineConformance : EngineConformance
{
    protected override int[] ThreadCounts => [1];

    protected override bool SumsNorms => true;

    protected override IEngine Create(Network network, Precision precision, int batchCapacity, int threads, long seed) =>
        new TorchEngine(network, new EngineOptions(precision, batchCapacity, threads, seed));
}
