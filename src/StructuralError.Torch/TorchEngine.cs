using System.Runtime.InteropServices;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Torch.Loading;
using StructuralError.Torch.Networks;
using StructuralError.Torch.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace StructuralError.Torch;

/// <summary>
/// The engine on libtorch: its forward pass, its autograd down to the outputs of the layers that own parameters, its eigenvalues; from the cotangents there to
/// A and the gradient by <see cref="LayerJacobian"/>. SGD is libtorch's, without a compensated sum.
/// </summary>
/// <remarks>The number of threads is libtorch's own, one for the whole process: the engine that was made last decides.</remarks>
public sealed class TorchEngine : IEngine
{
    private const int EvaluationChunk = 256;

    // Larger blocks are returned to the system at once, and faulted in again at the next step.
    private const long ProcessorBytes = 16 << 20;
    private const long AcceleratorBytes = 512 << 20;

    private readonly Network _network;
    private readonly EngineOptions _options;
    private readonly string _deviceName;
    private readonly TensorParameters _parameters;
    private readonly ScalarType _type;
    private readonly torch.Device _device;
    private readonly BatchRows _rows;
    private readonly int _chunk;
    private bool _disposed;

    /// <summary>Loads libtorch where that has not been done. Parameters are zero until loaded.</summary>
    /// <param name="cudaOrdinal">Null for the processor.</param>
    /// <exception cref="TorchException">libtorch cannot be loaded, the device cannot be used, or its convolution computes wrong gradients here.</exception>
    public TorchEngine(Network network, EngineOptions options, int? cudaOrdinal = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchCapacity, 1, nameof(options));
        LibTorch.Require();
        (_network, _options) = (network, options);
        _type = options.Precision == Precision.F64 ? float64 : float32;
        (_device, _deviceName) = cudaOrdinal is { } ordinal ? (new torch.Device(DeviceType.CUDA, ordinal), $"torch:cuda:{ordinal}") : (CPU, "torch:cpu");
        _chunk = ChunkSize(network, options.Precision, cudaOrdinal is null ? ProcessorBytes : AcceleratorBytes);
        _rows = new BatchRows(network.Classes, options.Loss);
        set_num_threads(options.Threads);
        _parameters = Call(() => new TensorParameters(network, _type, _device));
        Plan = LayerPlans.Of(network, options.Precision, options.BatchCapacity);
        if (options.Precision == Precision.F32 && Call(() => ConvolutionTrial.Run(network, _device, Math.Min(_chunk, options.BatchCapacity))) is { } problem)
        {
            Dispose();
            throw new TorchException($"{_deviceName}: {problem}");
        }
    }

    public EngineInfo Info =>
        new(_deviceName, _options.Precision, LibrarySwitch.OneDnn.IsOff ? LibTorch.Versions + ", without oneDNN" : LibTorch.Versions, _options.Threads);

    public IReadOnlyList<LayerPlan> Plan { get; }

    public void Load(ParameterSet parameters)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Call(() => _parameters.Load(parameters));
    }

    public void Save(ParameterSet parameters)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Call(() => _parameters.Save(parameters));
    }

    public void Measure(in Batch batch, Measurements into) => Run(batch, null, into);

    public void Step(in Batch batch, in SgdOptions sgd, Measurements into) => Run(batch, sgd, into);

    public Evaluation Evaluate(Dataset data, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        EngineArguments.Check(data, _network);
        EngineArguments.CheckLabels(data, _network);
        return Call(() =>
        {
            double loss = 0;
            int correct = 0;
            var into = new Measurements(EvaluationChunk, _network.Classes, MeasurementLevel.Loss);
            foreach (int[] indices in Enumerable.Range(0, data.Count).Chunk(EvaluationChunk))
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                using var noGraph = no_grad();
                Tensor logits = new ForwardPass(_parameters).Run(_network.Layers, Inputs(data, indices));
                _ = _rows.Loss(logits, data, indices, 0, into);
                loss += into.Loss[..indices.Length].Sum();
                correct += into.Correct[..indices.Length].Count(isCorrect => isCorrect);
            }

            return new Evaluation(loss / data.Count, (double)correct / data.Count, data.Count);
        });
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _parameters.Dispose();
        }
    }

    /// <summary>How many samples go through the network at once: decided by the network alone, so that a step's bits do not depend on anything else.</summary>
    private static int ChunkSize(Network network, Precision precision, long bytes)
    {
        long largest = network.AllLayers.Max(layer => Math.Max(layer.Output.Count, layer is Conv2dLayer conv ? conv.WeightCount : 0));
        long sample = network.Classes * largest * (precision == Precision.F64 ? sizeof(double) : sizeof(float));
        return (int)Math.Clamp(bytes / sample, 1, int.MaxValue);
    }

    private void Run(Batch batch, SgdOptions? sgd, Measurements into)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        EngineArguments.Check(batch, into, _network, _options.BatchCapacity);
        Call(() =>
        {
            using var scope = NewDisposeScope();
            Tensor[]? gradients = sgd is null ? null : [.. _parameters.Values.Select(value => zeros(value.numel(), float64, _device))];
            for (int first = 0; first < batch.Count; first += _chunk)
            {
                using var chunkScope = NewDisposeScope();
                int count = Math.Min(_chunk, batch.Count - first);
                DropoutMasks? masks = sgd is null ? null : new DropoutMasks(_options.Seed, batch.Step, first, count, _device);
                RunChunk(batch, first, count, masks, gradients, into);
            }

            into.Count = batch.Count;
            (into.BatchGradientNorm, into.ParameterNorm) = (null, null);
            if (gradients is not null)
            {
                Tensor[] means = [.. gradients.Select(sum => sum / batch.Count)];
                (into.BatchGradientNorm, into.ParameterNorm) = (SquaredNorm(means), SquaredNorm(_parameters.Values));
                _parameters.Update(means, sgd!.Value);
            }
        });
    }

    private void RunChunk(in Batch batch, int first, int count, DropoutMasks? masks, Tensor[]? gradients, Measurements into)
    {
        ReadOnlySpan<int> indices = batch.Indices.Span.Slice(first, count);
        Tensor x = Inputs(batch.Data, indices);
        if (into.Level == MeasurementLevel.Loss)
        {
            RunPlain(batch, first, indices, x, masks, gradients, into);
            return;
        }

        var chunk = new StructureChunk(_network, _parameters, x, masks);
        Tensor e = _rows.Loss(chunk.Logits, batch.Data, indices, first, into).to(_device);
        var structure = new StructureSums(_network, e);
        foreach ((ParameterLayer layer, Tensor input, Tensor cotangents) in chunk.Cotangents())
        {
            using var layerScope = NewDisposeScope();
            var jacobian = LayerJacobian.Of(layer, input, cotangents);
            structure.Add(layer, jacobian.Gram(), into.Level >= MeasurementLevel.Layers);
            AddGradient(gradients, layer, jacobian, e);
        }

        structure.CopyTo(into, first);
        _rows.Logarithms(batch.Data, indices, first, structure, into);
    }

    private void AddGradient(Tensor[]? gradients, ParameterLayer layer, LayerJacobian jacobian, Tensor e)
    {
        if (gradients is null)
        {
            return;
        }

        // The loss falls along e = q − p: its gradient is −Jᵀ e.
        int place = _parameters.Place(layer);
        foreach (Tensor part in jacobian.Gradient(e))
        {
            gradients[place++].sub_(part.reshape(-1));
        }
    }

    /// <summary>Loss and gradient as any program that trains has them: autograd down to θ.</summary>
    private void RunPlain(in Batch batch, int first, ReadOnlySpan<int> indices, Tensor x, DropoutMasks? masks, Tensor[]? gradients, Measurements into)
    {
        Tensor logits = new ForwardPass(_parameters) { Masks = masks }.Run(_network.Layers, x);
        Tensor e = _rows.Loss(logits.detach(), batch.Data, indices, first, into).to(_type, _device);
        if (gradients is not null)
        {
            foreach ((Tensor sum, Tensor part) in gradients.Zip(autograd.grad([logits], [.. _parameters.Values], [-e])))
            {
                sum.add_(part.reshape(-1));
            }
        }
    }

    private static double SquaredNorm(IEnumerable<Tensor> values)
    {
        using var scope = NewDisposeScope();
        return values.Select(value => value.detach().to(float64).square().sum()).Aggregate((sum, part) => sum + part).item<double>();
    }

    private Tensor Inputs(Dataset data, ReadOnlySpan<int> indices) => HostTensors.Inputs(data, indices, _network.Input, _type, _device);

    private void Call(Action action) => Call(() =>
    {
        action();
        return 0;
    });

    /// <summary>What libtorch throws becomes a message.</summary>
    private T Call<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (ExternalException exception)
        {
            throw TorchException.Of(_deviceName, exception);
        }
    }
}
