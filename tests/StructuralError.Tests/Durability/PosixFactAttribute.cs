using Xunit;

namespace StructuralError.Tests.Durability;

/// <summary>A test that sends signals to a process: Windows has none that reach one process of a console alone.</summary>
internal sealed class PosixFactAttribute : FactAttribute
{
    public PosixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "needs POSIX signals" : null;
}
