using StructuralError.Core.Networks;

namespace StructuralError.Core.Engines;

/// <summary>Makes engines of one device.</summary>
/// <param name="seed">Seed of the dropout masks.</param>
public delegate IEngine EngineFactory(Network network, Precision precision, int batchCapacity, long seed);
