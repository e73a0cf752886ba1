using System.Text.Json;

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

/// <summary>The names of the schemes on the command line and in files: <c>he-uniform</c>.</summary>
public static class InitSchemeNames
{
    private static readonly string[] Names = [.. Enum.GetNames<InitScheme>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    public static IReadOnlyList<string> All => Names;

    public static bool TryParse(string? name, out InitScheme scheme)
    {
        int index = Array.IndexOf(Names, name);
        scheme = (InitScheme)Math.Max(0, index);
        return index >= 0;
    }
}
