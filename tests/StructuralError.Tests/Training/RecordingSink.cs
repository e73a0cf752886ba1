using StructuralError.Core.Engines;
using StructuralError.Core.Structure;
using StructuralError.Core.Training;

namespace StructuralError.Tests.Training;

internal sealed class RecordingSink : IStepSink
{
    public List<StepRow> Rows { get; } = [];

    public List<StepStatus> Statuses { get; } = [];

    public List<(long Step, int Samples)> Measurements { get; } = [];

    public List<LayerRow> Layers { get; } = [];

    public List<IndependenceRow> Independence { get; } = [];

    public List<KernelRow> Kernels { get; } = [];

    public void Kernel(in KernelRow row) => Kernels.Add(row);

    public void Structure(ReadOnlySpan<LayerRow> layers, in IndependenceRow independence)
    {
        Layers.AddRange(layers);
        Independence.Add(independence);
    }

    public void Measured(in Batch batch, Measurements measurements) => Measurements.Add((batch.Step, measurements.Count));

    public void Row(in StepRow row) => Rows.Add(row);

    public void Stepped(in StepStatus status) => Statuses.Add(status);
}
