using StructuralError.Core.Data;
using StructuralError.Core.Networks;

namespace StructuralError.Core.Engines;

/// <summary>
/// The narrow waist: takes batches, gives back per-sample measurements, holds the parameters of one network. An engine knows no file, console, CSV or clock;
/// everything above it knows no device. Results depend on the spec alone, never on the number of threads.
/// </summary>
public interface IEngine : IDisposable
{
    EngineInfo Info { get; }

    /// <summary>What measures the kernel between samples; null where the engine cannot.</summary>
    IKernelEngine? Kernels => this as IKernelEngine;

    /// <summary>What will be computed, layer by layer, and what it costs.</summary>
    IReadOnlyList<LayerPlan> Plan { get; }

    /// <summary>Takes over values, momentum and compensation.</summary>
    /// <exception cref="ArgumentException">The set is not of the engine's network.</exception>
    void Load(ParameterSet parameters);

    /// <summary>Copies values, momentum and compensation out.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    void Save(ParameterSet parameters);

    /// <summary>Measures at the present parameters, without dropout; nothing is updated.</summary>
    /// <exception cref="ArgumentException">The batch is larger than the engine was planned for, or of another shape.</exception>
    void Measure(in Batch batch, Measurements into);

    /// <summary>
    /// Measures at θ_t, then updates: v ← μ v + g + wd·θ, θ ← θ − lr·v, g the mean of the per-sample gradients.
    /// Measurement and gradient come from the same cotangents. A <paramref name="into"/> without structure makes this a plain training step.
    /// </summary>
    /// <inheritdoc cref="Measure" path="/exception"/>
    void Step(in Batch batch, in SgdOptions sgd, Measurements into);

    /// <summary>
    /// The steps that will be asked for next, as far as the caller knows: an engine that runs ahead of its caller may begin with them. It promises nothing. Any
    /// other call may come in between, and finds the engine as if it had computed nothing ahead.
    /// </summary>
    void Prefetch(in UpcomingSteps steps)
    {
    }

    /// <summary>Loss and accuracy over all samples, without dropout.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    Evaluation Evaluate(Dataset data, CancellationToken cancellation = default);
}

/// <summary>Makes engines of one device.</summary>
/// <param name="seed">Seed of the dropout masks.</param>
public delegate IEngine EngineFactory(Network network, Precision precision, int batchCapacity, long seed);

/// <summary>Some samples of a data set.</summary>
/// <param name="Indices">Which samples, in the order in which measurements come back.</param>
/// <param name="Step">t: together with the engine's seed it selects the dropout masks.</param>
public readonly record struct Batch(Dataset Data, ReadOnlyMemory<int> Indices, long Step)
{
    public int Count => Indices.Length;
}

/// <summary>Consecutive steps of one epoch with nothing in between. Step <c>FirstStep + i</c> takes the batch that begins at <c>i · BatchSize</c>.</summary>
/// <param name="Indices">The samples of all the steps; the last batch may be smaller than the others. Must stay as it is until the steps are taken or others
/// are announced.</param>
/// <param name="FirstStep">t of the first.</param>
public readonly record struct UpcomingSteps(Dataset Data, ReadOnlyMemory<int> Indices, int BatchSize, long FirstStep, SgdOptions Sgd)
{
    public int Count => (Indices.Length / BatchSize) + (Indices.Length % BatchSize == 0 ? 0 : 1);

    /// <summary>The batch of the <paramref name="i"/>-th of them.</summary>
    public Batch this[int i] => new(Data, Indices.Slice(i * BatchSize, Math.Min(BatchSize, Indices.Length - (i * BatchSize))), FirstStep + i);
}

/// <summary>SGD as PyTorch's <c>torch.optim.SGD</c>: no dampening, no Nesterov.</summary>
public readonly record struct SgdOptions(double LearningRate, double Momentum, double WeightDecay);

/// <param name="Loss">Mean of the engine's loss.</param>
/// <param name="Accuracy">Share of samples whose largest logit is the label's.</param>
public readonly record struct Evaluation(double Loss, double Accuracy, int Samples);
