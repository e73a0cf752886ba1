using System.Numerics;
using StructuralError.Core.Common;

namespace StructuralError.Core.Networks.Layers;

/// <summary>How large a network, or a part of one, would be, counted before anything is allocated and without overflow.</summary>
/// <param name="Parameters">Values of θ.</param>
/// <param name="Activations">Values of the input and of all layers' outputs, for one sample.</param>
/// <param name="Layers">Layers with all repetitions written out.</param>
internal readonly record struct NetworkCost(BigInteger Parameters, BigInteger Activations, BigInteger Layers)
{
    /// <summary>Bytes that parameters, or one sample's activations, may take in float64.</summary>
    public const long MaxBytes = 1L << 31;

    public const int MaxLayers = 10_000;

    private const long MaxValues = MaxBytes / sizeof(double);

    public bool IsTooLarge => Parameters > MaxValues || Activations > MaxValues || Layers > MaxLayers;

    /// <summary>Values of a tensor, without overflow.</summary>
    public static BigInteger Values(TensorShape shape) => (BigInteger)shape.Channels * shape.Height * shape.Width;

    public static NetworkCost operator +(NetworkCost a, NetworkCost b) => new(a.Parameters + b.Parameters, a.Activations + b.Activations, a.Layers + b.Layers);

    public static NetworkCost operator *(NetworkCost a, BigInteger times) => new(a.Parameters * times, a.Activations * times, a.Layers * times);

    /// <summary>What is too much, with its figure, for a message.</summary>
    public string Excess()
    {
        string? layers = Layers > MaxLayers ? $"{Wording.Number(Layers)} layers (at most {Wording.Number(MaxLayers)})" : null;
        return string.Join(", ", ((string?[])[Excess(Parameters, "parameters"), Excess(Activations, "activations a sample"), layers]).OfType<string>());
    }

    private static string? Excess(BigInteger values, string what) => values <= MaxValues ? null
        : $"{Wording.Number(values)} {what} ({Wording.Number(values * sizeof(double))} bytes in float64; at most {Wording.Number(MaxBytes)})";
}
