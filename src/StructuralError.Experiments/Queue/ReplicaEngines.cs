using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Queue;

/// <summary>
/// The engines of runs that differ in their seed alone and share a device. They are made together when the first run asks for its own, and they wait for one
/// another, so a run that ends without having asked must release its place.
/// </summary>
internal sealed class ReplicaEngines(ExperimentServices services, DeviceRequest device, IEnumerable<long> seeds)
{
    private readonly Lock _gate = new();
    private readonly List<long> _expected = [.. seeds];
    private Dictionary<long, IEngine>? _waiting;
    private Exception? _failure;

    /// <summary>The engine of the spec's seed; the caller disposes it.</summary>
    /// <exception cref="EngineException">The device cannot be used, or its memory does not suffice for all of them; the same for each.</exception>
    public IEngine Take(Network network, RunSpec spec, int batchCapacity)
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                throw _failure;
            }

            _waiting ??= Create(network, spec, batchCapacity);
            return _waiting.Remove(spec.Seed, out IEngine? engine)
                ? engine
                : throw new InvalidOperationException($"there is no engine left for seed {spec.Seed}.");
        }
    }

    /// <summary>The run of this seed has ended; nothing where it has taken its engine.</summary>
    public void Release(long seed)
    {
        lock (_gate)
        {
            _expected.Remove(seed);
            if (_waiting?.Remove(seed, out IEngine? engine) == true)
            {
                engine.Dispose();
            }
        }
    }

    private Dictionary<long, IEngine> Create(Network network, RunSpec spec, int batchCapacity)
    {
        try
        {
            IReadOnlyList<IEngine> engines = services.TryCreateReplicas(network, spec, batchCapacity, device, _expected)
                ?? [.. _expected.Select(seed => services.CreateEngine(network, spec with { Seed = seed }, batchCapacity, device))];
            return _expected.Zip(engines).ToDictionary(pair => pair.First, pair => pair.Second);
        }
        catch (Exception exception)
        {
            _failure = exception;
            throw;
        }
    }
}
