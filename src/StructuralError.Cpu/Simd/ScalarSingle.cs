namespace StructuralError.Cpu.Simd;

/// <summary>Float32, one element at a time: where no vector hardware is.</summary>
internal readonly struct ScalarSingle : ISimdScalar<float>;
