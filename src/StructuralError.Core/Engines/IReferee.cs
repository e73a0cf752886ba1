using StructuralError.Core.Networks;

namespace StructuralError.Core.Engines;

/// <summary>Measures by another way than any engine, slowly, in float64, without dropout: what an engine's measurements are compared with.</summary>
public interface IReferee : IDisposable
{
    /// <summary>What computes, with its version.</summary>
    string Name { get; }

    /// <summary>Takes over the values.</summary>
    /// <exception cref="ArgumentException">The set is not of the referee's network.</exception>
    void Load(ParameterSet parameters);

    /// <summary>Measures at the present parameters. Parts of layers are left out.</summary>
    /// <exception cref="ArgumentException">The batch or the measurements are of another shape.</exception>
    /// <exception cref="EngineException">What computes failed.</exception>
    void Measure(in Batch batch, Measurements into);
}
