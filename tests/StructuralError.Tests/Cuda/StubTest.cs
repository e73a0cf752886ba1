using StructuralError.Tests.Cuda.Stub;
using Xunit;

namespace StructuralError.Tests.Cuda;

/// <summary>The stub driver, reset before the test; after it nothing may have been written or read where it should not.</summary>
public abstract class StubTest : IDisposable
{
    protected StubTest() => StubDriver.Reset();

    /// <summary>What the test did wrong on purpose, if anything.</summary>
    protected virtual string ExpectedReport => string.Empty;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        string report = StubDriver.Report();
        StubDriver.Reset();
        Assert.Equal(ExpectedReport, report);
    }
}
