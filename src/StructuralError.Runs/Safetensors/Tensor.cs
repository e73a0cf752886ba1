using System.Collections.Immutable;

namespace StructuralError.Runs.Safetensors;

/// <summary>Numbers to be written under a name.</summary>
/// <param name="Type"><see cref="TensorType.F32"/> or <see cref="TensorType.F64"/>. Float32 numbers are exact in float64, so nothing is lost by either.</param>
/// <param name="Shape">Row-major; its product is the number of values.</param>
public sealed record Tensor(string Name, TensorType Type, ImmutableArray<int> Shape, ReadOnlyMemory<double> Values);
