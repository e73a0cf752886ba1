namespace StructuralError.Cpu.Simd;

/// <summary>Float64, one element at a time: where no vector hardware is.</summary>
internal readonly struct ScalarDouble : ISimdScalar<double>;
