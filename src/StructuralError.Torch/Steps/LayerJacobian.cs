using StructuralError.Core.Networks.Layers;
using StructuralError.Torch.Loading;
using StructuralError.Torch.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StructuralError.Torch.Steps;

/// <summary>
/// From cotangents B_c at a layer's output to its part of A and of the gradient: the last link, ∂y/∂θ, in float64. Index letters: n sample, c class, o output,
/// i input, t position, p value of a patch.
/// </summary>
internal abstract class LayerJacobian
{
    /// <summary>A⁽ˡ⁾, [n, C, C].</summary>
    public abstract Tensor Gram();

    /// <summary>Σ_n Σ_c e_nc ∇f_nc, weight and, where there is one, bias.</summary>
    /// <param name="e">[n, C], float64.</param>
    public abstract IEnumerable<Tensor> Gradient(Tensor e);

    /// <param name="input">The layer's, [n, …].</param>
    /// <param name="cotangents">B, [n, C, …].</param>
    public static LayerJacobian Of(ParameterLayer layer, Tensor input, Tensor cotangents) => layer switch
    {
        LinearLayer linear => new OuterProducts(input.to(float64), cotangents.to(float64), linear.HasBias),
        Conv2dLayer conv => new Rows(Patches(conv, input, cotangents)),
        LayerNormLayer norm => new Rows(Normalized(norm, input.to(float64), cotangents.to(float64))),
        _ => throw new TorchException($"the engine of libtorch has no rule for {layer.Type}. Run with another --device."),
    };

    /// <summary>∂f_c/∂W_op = Σ_t B_cot U_pt, U the patches of the input; for the bias Σ_t B_cot.</summary>
    private static IEnumerable<Tensor> Patches(Conv2dLayer conv, Tensor input, Tensor cotangents)
    {
        (long n, long c, long o) = (cotangents.shape[0], cotangents.shape[1], cotangents.shape[2]);
        Tensor patches = functional.unfold(input, (conv.Kernel, conv.Kernel), padding: (conv.Padding, conv.Padding), stride: (conv.Stride, conv.Stride));
        Tensor b = cotangents.reshape(n, c * o, -1);
        yield return b.bmm(patches.transpose(1, 2)).view(n, c, -1).to(float64);
        if (conv.HasBias)
        {
            yield return b.sum(-1).view(n, c, o).to(float64);
        }
    }

    /// <summary>∂f_c/∂w_i = B_ci x̂_i, ∂f_c/∂b_i = B_ci.</summary>
    private static IEnumerable<Tensor> Normalized(LayerNormLayer norm, Tensor input, Tensor cotangents)
    {
        (long n, long c) = (cotangents.shape[0], cotangents.shape[1]);
        Tensor b = cotangents.reshape(n, c, -1);
        yield return b * functional.layer_norm(input, [.. HostTensors.Sizes(norm.Shape)], eps: norm.Epsilon).reshape(n, 1, -1);
        if (norm.HasBias)
        {
            yield return b;
        }
    }

    /// <summary>∂f_c/∂W = B_c aᵀ: J is never formed, A⁽ˡ⁾ = (‖a‖² + 1) B Bᵀ.</summary>
    private sealed class OuterProducts(Tensor a, Tensor b, bool hasBias) : LayerJacobian
    {
        public override Tensor Gram() => b.bmm(b.transpose(1, 2)) * ((a * a).sum(-1).view(-1, 1, 1) + (hasBias ? 1 : 0));

        public override IEnumerable<Tensor> Gradient(Tensor e)
        {
            Tensor d = e.unsqueeze(1).bmm(b).squeeze(1);
            return hasBias ? [d.transpose(0, 1).mm(a), d.sum(dim: 0)] : [d.transpose(0, 1).mm(a)];
        }
    }

    /// <summary>J itself, a tensor [n, C, …] for each parameter.</summary>
    private sealed class Rows(IEnumerable<Tensor> jacobians) : LayerJacobian
    {
        private readonly Tensor[] _jacobians = [.. jacobians];

        public override Tensor Gram() => _jacobians.Select(j => j.bmm(j.transpose(1, 2))).Aggregate((sum, part) => sum + part);

        public override IEnumerable<Tensor> Gradient(Tensor e) => _jacobians.Select(j => e.unsqueeze(1).bmm(j).sum([0, 1]));
    }
}
