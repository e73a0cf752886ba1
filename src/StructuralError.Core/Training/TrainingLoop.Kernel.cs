using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Structure;

namespace StructuralError.Core.Training;

/// <summary>Steps before which the kernel between the samples of a probe is measured. Nothing else of the run depends on it.</summary>
public sealed partial class TrainingLoop
{
    private readonly KernelMeasurements? _kernel = plan.Kernel is { } kernel ? new(kernel.Probe.Count, classes) : null;
    private readonly int[] _kernelProbe = plan.Kernel is null ? [] : [.. Enumerable.Range(0, plan.Kernel.Probe.Count)];
    private KernelAggregator? _kernels;
    private KernelRow _kernelRow;

    /// <summary>Kernels measured by the steps that were taken, those of a loop before this one too.</summary>
    private long KernelChecks => plan.Kernel is not { } kernel || _step == 0 ? 0
        : ((_step - 1) / kernel.Every) + 1 + (_step == plan.TotalSteps && (_step - 1) % kernel.Every != 0 ? 1 : 0);

    private bool IsKernelled(long step) => plan.Kernel is { } kernel && (step % kernel.Every == 0 || step == plan.TotalSteps - 1);

    /// <returns>False where <paramref name="cancellation"/> was triggered: the engine is as it was, the step is still to be taken.</returns>
    private bool TryMeasureKernel(CancellationToken cancellation)
    {
        try
        {
            MeasureKernel(plan.Kernel!, cancellation);
            return true;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private void MeasureKernel(KernelPlan kernel, CancellationToken cancellation)
    {
        IKernelEngine engineOfKernels = engine.Kernels ?? throw new InvalidOperationException($"{engine.Info.Device} measures no kernel between samples.");
        _kernels ??= new KernelAggregator(_kernel!, kernel.Network.ParameterCount, plan.Sgd, engine.Info.Precision, plan.Loss);
        var batch = new Batch(kernel.Probe.Data, _kernelProbe, _step);
        if (!_kernels.HasStart)
        {
            MeasureStart(kernel, engineOfKernels, batch, cancellation);
        }

        engineOfKernels.MeasureKernel(batch, _kernel!, cancellation);
        _kernelRow = _kernels.Finish(_step, engineOfKernels, cancellation);
    }

    /// <summary>K_0. A run that is continued measures it again: at the initial parameters it has the same bits.</summary>
    private void MeasureStart(KernelPlan kernel, IKernelEngine engineOfKernels, in Batch batch, CancellationToken cancellation)
    {
        var present = new ParameterSet(kernel.Network);
        engine.Save(present);
        engine.Load(kernel.Start);
        try
        {
            engineOfKernels.MeasureKernel(batch, _kernel!, cancellation);
        }
        finally
        {
            engine.Load(present);
        }

        _kernels!.KeepStart();
    }

    private void WriteKernel()
    {
        _kernelViolations += _kernelRow.Violations;
        foreach (IStepSink sink in _sinks)
        {
            sink.Kernel(in _kernelRow);
        }
    }
}
