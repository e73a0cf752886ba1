namespace StructuralError.Core.Networks;

/// <summary>How weights start. Biases always start as PyTorch's layers start them.</summary>
public enum InitScheme
{
    /// <summary>What <c>nn.Linear</c> and <c>nn.Conv2d</c> do by themselves: uniform over ±1/√fan_in.</summary>
    Default,

    /// <summary>Uniform with variance 2 / fan_in (He et al. 2015).</summary>
    HeUniform,

    /// <summary>Normal with variance 2 / fan_in (He et al. 2015).</summary>
    HeNormal,

    /// <summary>Uniform with variance 2 / (fan_in + fan_out) (Glorot and Bengio 2010).</summary>
    XavierUniform,

    /// <summary>Normal with variance 2 / (fan_in + fan_out) (Glorot and Bengio 2010).</summary>
    XavierNormal,

    /// <summary>Random with orthonormal rows or columns, whichever are fewer (Saxe et al. 2013).</summary>
    Orthogonal,
}

/// <summary>The names of the schemes on the command line and in files.</summary>
public static class InitSchemeNames
{
    private static readonly (InitScheme Scheme, string Name)[] Pairs =
    [
        (InitScheme.Default, "default"),
        (InitScheme.HeUniform, "he-uniform"),
        (InitScheme.HeNormal, "he-normal"),
        (InitScheme.XavierUniform, "xavier-uniform"),
        (InitScheme.XavierNormal, "xavier-normal"),
        (InitScheme.Orthogonal, "orthogonal"),
    ];

    public static IReadOnlyList<string> All { get; } = [.. Pairs.Select(pair => pair.Name)];

    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enumeration's.</exception>
    public static string NameOf(InitScheme scheme) =>
        Array.Find(Pairs, pair => pair.Scheme == scheme).Name
        ?? throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "not an initialisation scheme");

    public static bool TryParse(string? name, out InitScheme scheme)
    {
        int index = Array.FindIndex(Pairs, pair => pair.Name == name);
        scheme = index < 0 ? InitScheme.Default : Pairs[index].Scheme;
        return index >= 0;
    }
}
