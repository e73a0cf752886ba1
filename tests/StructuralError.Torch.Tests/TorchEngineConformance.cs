using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Torch.Tests;

/// <summary>The suite that every engine passes. In float32 it needs a processor on which oneDNN's convolution is right, or ONEDNN_MAX_CPU_ISA=SSE41.</summary>
public sealed class TorchEngineConformance : EngineConformance
{
    protected override int[] ThreadCounts => [1];

    protected override IEngine Create(Network network, Precision precision, int batchCapacity, int threads, long seed)
    {
        try
        {
            return new TorchEngine(network, new TorchEngineOptions(precision, batchCapacity, threads, null, seed));
        }
        catch (TorchException exception) when (exception.Message.Contains("ONEDNN_MAX_CPU_ISA", StringComparison.Ordinal))
        {
            Assert.Skip(exception.Message);
            throw;
        }
    }
}
