namespace StructuralError.Runs.Directories;

/// <summary>What to do where the run asked for is there, but not finished.</summary>
public enum ResumeMode
{
    /// <summary>Go on from its last good checkpoint; where there is none, start over.</summary>
    Auto,

    /// <summary>Go on from its last good checkpoint; where there is none, refuse.</summary>
    Require,

    /// <summary>Refuse.</summary>
    Never,
}
