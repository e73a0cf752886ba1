using System.Diagnostics;

namespace StructuralError.Tests.Durability;

internal static class Signals
{
    /// <param name="signal">As <c>kill</c> calls it: <c>TERM</c>.</param>
    public static async Task SendAsync(Process process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", FormattableString.Invariant($"{process.Id}")]);
        await kill.WaitForExitAsync();
    }
}
