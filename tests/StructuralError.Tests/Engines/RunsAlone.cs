using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>Tests that run when no other test does: they count the whole process's allocations, or start dozens of processes at once.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunsAlone
{
    public const string Name = "alone";
}
