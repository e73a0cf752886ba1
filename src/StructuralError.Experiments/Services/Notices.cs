using StructuralError.Core.Engines;

namespace StructuralError.Experiments.Services;

/// <summary>Who is told what an experiment does, in lines for people. Both may be called from any thread.</summary>
/// <param name="Say">What is nice to know.</param>
/// <param name="Warn">What must not be overlooked.</param>
public sealed record Notices(Action<string> Say, Action<string> Warn)
{
    /// <summary>Tells nobody.</summary>
    public static Notices None { get; } = new(_ => { }, _ => { });

    /// <summary>Says in one line what a run computes on, unless that is the processor because the user asked for it.</summary>
    public void SayDevice(DeviceRequest asked, DeviceChoice device)
    {
        if (asked.IsAuto || device.IsAccelerator)
        {
            Say($"device         {device}");
        }
    }
}
