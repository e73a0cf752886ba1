namespace StructuralError.Experiments.Services;

/// <summary>Who is told what an experiment does, in lines for people. Both may be called from any thread.</summary>
/// <param name="Say">What is nice to know.</param>
/// <param name="Warn">What must not be overlooked.</param>
public sealed record Notices(Action<string> Say, Action<string> Warn)
{
    /// <summary>Tells nobody.</summary>
    public static Notices None { get; } = new(_ => { }, _ => { });
}
