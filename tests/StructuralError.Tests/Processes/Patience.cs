using System.Diagnostics;

namespace StructuralError.Tests.Processes;

/// <summary>
/// How long a test waits for what must happen. Far longer than it ever takes: on a shared machine with two busy cores a process may start in ten seconds, and a limit that is met
/// now and then says nothing about the program. Only a test that fails waits to the end.
/// </summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks again and again.</summary>
    /// <param name="what">What was waited for, for the message.</param>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Xunit.Assert.True(waited.Elapsed < Limit, $"{what}: not within {Limit}");
            await Task.Delay(Interval);
        }
    }
}
