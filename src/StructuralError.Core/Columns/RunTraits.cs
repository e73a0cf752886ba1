namespace StructuralError.Core.Columns;

/// <summary>What some runs have and others do not. A column that would tell nothing of the others is in the files of these runs alone.</summary>
[Flags]
public enum RunTraits
{
    None = 0,

    /// <summary>A sample can be fitted exactly, E_f = 0.</summary>
    ExactFits = 1,

    /// <summary>Targets are distributions that need not be one-hot.</summary>
    SoftTargets = 2,

    All = ExactFits | SoftTargets,
}
