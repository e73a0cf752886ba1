using StructuralError.Tests.Cli;
using StructuralError.Tests.Clusters;
using StructuralError.Tests.Cuda;
using StructuralError.Tests.Cuda.Stub;
using StructuralError.Tests.Durability;
using StructuralError.Tests.Engines;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(StructuralError.Tests.SlowestFirst))]

namespace StructuralError.Tests;

/// <summary>Long chains of tests that run one after the other begin first, so that one does not go on alone, on one core, when all others are done.</summary>
public sealed class SlowestFirst : ITestCollectionOrderer
{
    private static readonly string[] First =
        [
            CudaTests.Name, nameof(InstructionSetModeTests), nameof(RaceTests), nameof(ReproduceCommandTests), nameof(SystemFaultTests), nameof(CpuEngineConformance),
            nameof(StorageFaultTests), nameof(KillTests), nameof(SweepOnClusterTests), nameof(TrajectoryTests),
        ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Place)];

    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        // "CUDA", or "Test collection for StructuralError.Tests.Durability.KillTests (id: …)".
        string name = collection.TestCollectionDisplayName;
        int place = Array.FindIndex(First, first => name == first || name.Contains($".{first} ", StringComparison.Ordinal));
        return place < 0 ? First.Length : place;
    }
}
