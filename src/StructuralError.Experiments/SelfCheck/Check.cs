using System.Text.Json.Serialization;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>One thing that must hold on a device.</summary>
/// <param name="Group">Kind of check: <c>reference</c>, <c>identity</c>, …</param>
/// <param name="Limit">Largest deviation that rounding explains.</param>
/// <param name="Deviation">Computes on the device and returns how far it is off, see <see cref="SelfCheck.Deviation"/>.</param>
public sealed record Check(string Group, string Name, double Limit, Func<double> Deviation)
{
    /// <summary>Carries it out; whatever the engine throws is the check's result.</summary>
    public CheckResult Run()
    {
        try
        {
            return new CheckResult(Group, Name, Deviation(), Limit, null);
        }
        catch (Exception exception)
        {
            return new CheckResult(Group, Name, double.NaN, Limit, exception.Message);
        }
    }
}

/// <summary>What a check came to, as <c>selfcheck --json</c> prints it.</summary>
/// <param name="Deviation">NaN where it could not be computed.</param>
/// <param name="Error">Why it could not be computed.</param>
public sealed record CheckResult(
    string Group, string Name, [property: JsonPropertyOrder(1)] double Deviation, [property: JsonPropertyOrder(1)] double Limit,
    [property: JsonPropertyOrder(1)] string? Error)
{
    /// <summary>False also for a deviation that is not a number.</summary>
    public bool Passed => Error is null && Deviation <= Limit;
}
