using StructuralError.Core.Common;
using StructuralError.Reporting.Listings;
using Xunit;

namespace StructuralError.Tests.Reporting;

public sealed class FailureTextTests
{
    /// <summary>With few open files (ulimit -n 80) a part of .NET is missing, or no thread can be started, just as a task is to begin.</summary>
    [Fact]
    public void Of_TaskThatCouldNotBeStarted_SaysWhy()
    {
        var missing = new FileNotFoundException("Could not load.", "System.Threading.Tasks.Parallel, Version=10.0.0.0, Culture=neutral");
        (FailureKind kind, IReadOnlyList<string> lines) = FailureText.Of(new TaskSchedulerException(missing))!.Value;
        Assert.Equal(FailureKind.InputOutput, kind);
        Assert.Contains("System.Threading.Tasks.Parallel, a part of .NET, cannot be loaded", Assert.Single(lines), StringComparison.Ordinal);
        Assert.Equal(FailureKind.Failure, FailureText.Of(new TaskSchedulerException(new InsufficientMemoryException()))!.Value.Kind);
        Assert.Null(FailureText.Of(new TaskSchedulerException(new InvalidOperationException())));
    }
}
