using StructuralError.Core.Engines;

namespace StructuralError.Core.Training;

/// <summary>Tells the engine which steps come next, up to the one that has to wait for a measurement of its own.</summary>
public sealed partial class TrainingLoop
{
    private int[] _order = [];
    private long _prefetchedEnd;

    /// <param name="first">Where the batch at hand begins in the epoch's order.</param>
    private void Prefetch(long first)
    {
        if (_step < _prefetchedEnd)
        {
            return;
        }

        long last = Math.Min(plan.TotalSteps, _step + ((_order.Length - first + plan.BatchSize - 1) / plan.BatchSize));
        long end = _step + 1;
        while (end < last && !IsLayered(end) && !IsProbed(end) && !IsKernelled(end))
        {
            end++;
        }

        int count = (int)Math.Min(_order.Length - first, (end - _step) * plan.BatchSize);
        engine.Prefetch(new UpcomingSteps(plan.Train, _order.AsMemory((int)first, count), plan.BatchSize, _step, plan.Sgd));
        _prefetchedEnd = end;
    }

    private bool IsProbed(long step) => plan.Probe is not null && step % plan.MeasureEvery == 0;
}
