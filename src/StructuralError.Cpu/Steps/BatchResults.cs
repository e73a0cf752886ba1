using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu.Planning;

namespace StructuralError.Cpu.Steps;

/// <summary>What the workers leave for each sample of a batch, before it is copied to the caller's arrays.</summary>
internal sealed unsafe class BatchResults(Network network, int capacity, EngineMemory memory)
{
    private readonly int _layers = network.ParameterLayers.Length;

    public int Classes { get; } = network.Classes;

    public double* Loss { get; } = memory.Allocate<double>(capacity);

    public bool* Correct { get; } = memory.Allocate<bool>(capacity);

    public double* Logits { get; } = memory.Allocate<double>((long)capacity * network.Classes);

    public double* FittingError { get; } = memory.Allocate<double>(capacity);

    public double* GradientNorm { get; } = memory.Allocate<double>(capacity);

    /// <summary>As in <see cref="Measurements"/>; of samples with a small fitting error alone.</summary>
    public double* SmallLogFittingError { get; } = memory.Allocate<double>(capacity);

    public double* SmallLogGradientNorm { get; } = memory.Allocate<double>(capacity);

    public double* Eigenvalues { get; } = memory.Allocate<double>((long)capacity * network.Classes);

    /// <summary>A = Floor · I + R. [n]</summary>
    public double* Floor { get; } = memory.Allocate<double>(capacity);

    /// <summary>R. [n, c, c]</summary>
    public double* Remainder { get; } = memory.Allocate<double>((long)capacity * network.Classes * network.Classes);

    /// <summary>A⁽ˡ⁾. [n, l, c, c]</summary>
    public double* LayerA { get; } = memory.Allocate<double>((long)capacity * network.ParameterLayers.Length * network.Classes * network.Classes);

    public double* LayerAOf(int n) => LayerA + ((long)n * _layers * Classes * Classes);

    public void CopyTo(Measurements into, int count)
    {
        into.Count = count;
        new Span<double>(Loss, count).CopyTo(into.Loss);
        new Span<bool>(Correct, count).CopyTo(into.Correct);
        if (into.Level >= MeasurementLevel.Structure)
        {
            new Span<double>(Logits, count * Classes).CopyTo(into.Logits);
            new Span<double>(FittingError, count).CopyTo(into.FittingError);
            new Span<double>(GradientNorm, count).CopyTo(into.GradientNorm);
            new Span<double>(SmallLogFittingError, count).CopyTo(into.SmallLogFittingError);
            new Span<double>(SmallLogGradientNorm, count).CopyTo(into.SmallLogGradientNorm);
            new Span<double>(Eigenvalues, count * Classes).CopyTo(into.Eigenvalues);
        }

        if (into.Level >= MeasurementLevel.Matrix)
        {
            new Span<double>(Remainder, count * Classes * Classes).CopyTo(into.A);
        }

        if (into.Level >= MeasurementLevel.Layers)
        {
            new Span<double>(LayerA, count * _layers * Classes * Classes).CopyTo(into.LayerA);
        }
    }
}
