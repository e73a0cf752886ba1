namespace StructuralError.Core.Engines;

/// <summary>Element type of parameters, activations and cotangents. Gram sums and eigenvalues are float64 in both.</summary>
public enum Precision
{
    F32,
    F64,
}

/// <summary>What an engine runs on, for manifests and messages.</summary>
/// <param name="Device"><c>cpu</c>, <c>cuda:0</c>, …</param>
/// <param name="InstructionSet"><c>avx512</c>, <c>avx2</c>, <c>vector128</c>, <c>scalar</c>, or a compute capability.</param>
public sealed record EngineInfo(string Device, Precision Precision, string InstructionSet, int Threads);
