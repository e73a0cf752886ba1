using System.Collections.Immutable;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Networks.Reading;
using StructuralError.Core.RandomNumbers;
using StructuralError.Core.Work;

namespace StructuralError.Core.Networks.Layers;

/// <summary>
/// Layer normalisation (Ba, Kiros and Hinton 2016) over all F values of a sample: y = w ∘ x̂ + b, x̂ = (x − mean x) / √(var x + ε), var with divisor F; w and b
/// have the shape of x. It is <c>nn.LayerNorm(F)</c> for a vector and <c>nn.LayerNorm([C, H, W])</c>, over channels and positions together, for an image.
/// </summary>
/// <remarks>
/// With B_c the cotangent of class c at y, the rows of the Jacobian are (B_c ∘ x̂, B_c), so A⁽ˡ⁾_cc' = Σ_i (x̂_i² + 1) B_ci B_c'i, the 1 only with a bias;
/// and at x the cotangent is (g − mean g − x̂ mean(g ∘ x̂)) / √(var x + ε) with g = w ∘ B_c.
/// </remarks>
/// <param name="Epsilon">ε, above 0.</param>
public sealed record LayerNormLayer(int Index, TensorShape Shape, double Epsilon, bool HasBias) : ParameterLayer(Index, Shape, Shape, HasBias)
{
    public override string Type => LayerNormSpec.Kind.Name;

    public override bool IsRandom => false;

    public override bool IsSmooth => true;

    public override string Name => FormattableString.Invariant($"layer{Index} layernorm {Shape}{BiasWords}");

    public override ImmutableArray<int> WeightShape => Shape.IsVector ? [Shape.Channels] : [Shape.Channels, Shape.Height, Shape.Width];

    public override ImmutableArray<int> BiasShape => WeightShape;

    public override Fans? Fans => null;

    /// <summary>
    /// Multiply-adds of a sample, dense: the squares of the deviations and w ∘ x̂ + b; backwards, for each class, g, g ∘ x̂ and what is subtracted from g; of
    /// the Jacobian, its products with x̂ and those of its rows.
    /// </summary>
    public MultiplyAdds WorkOf(int classes, bool pullsBack)
    {
        long values = Shape.Count, columns = values * (HasBias ? 2 : 1);
        long gram = (classes * values) + (classes * (classes + 1L) / 2 * columns);
        return new MultiplyAdds(2 * values, pullsBack ? 3 * classes * values : 0, gram, classes * columns);
    }

    internal override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteNumber("eps", Epsilon);
        writer.WriteBoolean("bias", HasBias);
    }

    /// <summary>Weight 1, bias 0: nothing is drawn. Source: PyTorch, <c>torch/nn/modules/normalization.py</c>.</summary>
    internal override void Start(Span<float> weight, Span<float> bias, TorchGenerator generator)
    {
        weight.Fill(1);
        bias.Clear();
    }

    internal override Trace Run(double[] input, bool[] needed, ParameterValues parameters)
    {
        (double[] w, double[]? b) = parameters(this);
        double mean = input.Average(), deviation = Math.Sqrt(input.Average(x => (x - mean) * (x - mean)) + Epsilon);
        return Trace.OfParameters(this, input, needed, [.. input.Select((x, i) => (w[i] * ((x - mean) / deviation)) + (b?[i] ?? 0))]);
    }

    /// <summary>Masks save next to nothing: through the means each input gets a cotangent from every output.</summary>
    internal override bool[] CountWork(Trace trace, bool[] support, WorkTally tally)
    {
        MultiplyAdds work = WorkOf((int)tally.Classes, pullsBack: Index > 0);
        tally.Add(this, new LayerWork(work, work, work));
        return trace.Needed;
    }
}

internal sealed record LayerNormSpec(string Path, double Epsilon, FlagSpec Bias) : LayerSpec(Path)
{
    private const double UsualEpsilon = 1e-5;

    public static LayerKind Kind { get; } =
        new("layernorm", "{ \"layernorm\": { \"eps\": 1e-5 } }", path => new LayerNormSpec(path, UsualEpsilon, new FlagSpec(null, true)), Read);

    public override (Layer? Layer, TensorShape? Output) Resolve(TensorShape? input, LayerContext context) =>
        input is TensorShape shape ? (new LayerNormLayer(0, shape, Epsilon, context.Flag(Bias)), shape) : (null, null);

    private static LayerNormSpec? Read(LayerSettings settings)
    {
        if (!settings.TryName("eps", "bias"))
        {
            return null;
        }

        FlagSpec? bias = settings.Flag("bias", true);
        double epsilon = UsualEpsilon;
        if (settings.TryGet("eps", out JsonElement element)
            && !(element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out epsilon) && epsilon > 0 && double.IsFinite(epsilon)))
        {
            settings.Problems.Add($"{settings.Inside}.eps", $"'eps' is a number above 0, not {Wording.Describe(element)}");
            return null;
        }

        return bias is FlagSpec b ? new LayerNormSpec(settings.Path, epsilon, b) : null;
    }
}
