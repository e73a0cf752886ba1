using System.Runtime.InteropServices;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Networks;
using StructuralError.Torch.Loading;
using StructuralError.Torch.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StructuralError.Torch;

/// <summary>
/// A of each sample by nothing but libtorch: C calls of autograd on the plain network give the rows of J, A = J Jᵀ, its eigenvalues are
/// <c>linalg.eigvalsh</c>'s; loss, softmax and ‖∇loss‖² are libtorch's too. Float64, on the processor. No rule of this program is in it. It knows the loss of
/// softmax alone, and targets of any kind.
/// </summary>
public sealed class TorchReferee : IReferee
{
    private readonly Network _network;
    private readonly TensorParameters _parameters;

    /// <exception cref="TorchException">libtorch cannot be loaded.</exception>
    public TorchReferee(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        LibTorch.Require();
        _network = network;

        // It computes one sample at a time: threads would only wait for one another. An engine that is made afterwards decides anew.
        set_num_threads(1);
        _parameters = new TensorParameters(network, float64, CPU);
    }

    public string Name => LibTorch.Versions;

    public void Load(ParameterSet parameters) => _parameters.Load(parameters);

    public void Measure(in Batch batch, Measurements into)
    {
        EngineArguments.Check(batch, into, _network, batch.Count);
        try
        {
            for (int n = 0; n < batch.Count; n++)
            {
                using var scope = NewDisposeScope();
                int index = batch.Indices.Span[n];
                Measure(HostTensors.Inputs(batch.Data, [index], _network.Input, float64, CPU), Target.Of(batch.Data, index), into, n);
            }

            into.Count = batch.Count;
        }
        catch (ExternalException exception)
        {
            throw TorchException.Of("the referee", exception);
        }
    }

    public void Dispose() => _parameters.Dispose();

    private void Measure(Tensor x, Target target, Measurements into, int n)
    {
        int classes = _network.Classes;
        Tensor logits = new ForwardPass(_parameters).Run(_network.Layers, x).squeeze(0);
        Tensor q = zeros(classes, float64);
        for (int c = 0; c < classes; c++)
        {
            q[c] = target[c];
        }

        // Ω(q) is no part of the cross-entropy; for a label it is 0.
        Tensor crossEntropy = target.IsOneHot
            ? functional.cross_entropy(logits.unsqueeze(0), tensor([(long)target.Label]))
            : -(q * logits.log_softmax(0)).sum();
        Tensor loss = target.IsOneHot ? crossEntropy : crossEntropy - special.entr(q).sum();
        into.Loss[n] = loss.item<double>();
        into.Correct[n] = logits.argmax().item<long>() == target.Label;
        if (into.Level == MeasurementLevel.Loss)
        {
            return;
        }

        HostTensors.CopyTo(logits.detach(), into.Logits.AsSpan(n * classes, classes));
        into.FittingError[n] = (q - logits.detach().softmax(0)).square().sum().item<double>();
        into.GradientNorm[n] = Gradient(loss).square().sum().item<double>();
        Tensor j = stack([.. Enumerable.Range(0, classes).Select(c => Gradient(logits[c]))]);
        Tensor a = j.mm(j.transpose(0, 1));
        HostTensors.CopyTo(linalg.eigvalsh(a), into.Eigenvalues.AsSpan(n * classes, classes));
        if (into.Level >= MeasurementLevel.Matrix)
        {
            HostTensors.CopyTo(a, into.A.AsSpan(n * classes * classes, classes * classes));
        }
    }

    /// <summary>∂y/∂θ as one vector.</summary>
    private Tensor Gradient(Tensor y) =>
        cat([.. autograd.grad([y], [.. _parameters.Values], retain_graph: true).Select(gradient => gradient.reshape(-1))]);
}
