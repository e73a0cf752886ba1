using System.Globalization;
using StructuralError.Core.Engines;
using StructuralError.Core.Statistics;
using StructuralError.Core.Structure;

namespace StructuralError.Core.Training;

/// <summary>
/// SGD over epochs with a measurement of the structural matrices at θ_t on batch t, before update t (or on a probe set in its place).
/// Nothing is allocated per step.
/// </summary>
/// <param name="nextEpoch">The order of the samples of the next epoch: a permutation of 0 … count − 1, called once an epoch.</param>
/// <param name="time">Clock of <see cref="TrainingResult.Elapsed"/>.</param>
/// <param name="checkpoints">Keeps the loop's state when that is due, when it is interrupted and when it has completed; null for none.</param>
public sealed partial class TrainingLoop(
    IEngine engine, TrainingPlan plan, int classes, Func<int[]> nextEpoch, IReadOnlyList<IStepSink> sinks, TimeProvider time, ICheckpoints? checkpoints = null)
{
    private readonly IStepSink[] _sinks = [.. sinks];
    private readonly Measurements _structure = Structured(plan.BatchCapacity, classes, sinks);
    private readonly Measurements _plain = new(plan.BatchCapacity, classes, MeasurementLevel.Loss);
    private readonly BatchAggregator _aggregator = new(plan.Weights, engine.Info.Precision, plan.Loss, plan.IsSoft);
    private readonly Proposition1 _proposition1 = new(plan.Loss, classes);
    private readonly LocalPearson _upper = new();
    private readonly LocalPearson _lower = new();
    private readonly int[] _probe = plan.Probe is null ? [] : [.. Enumerable.Range(0, plan.Probe.Count)];
    private readonly Measurements[] _probeChunks = Chunks(plan, classes, sinks);
    private long _step;
    private long _rows;
    private long _checks;
    private long _violations;
    private long _singular;
    private long _proposition1Checks;
    private long _proposition1Violations;
    private long _exactFits;
    private long _kernelViolations;
    private double _loss = double.NaN;
    private double _accuracy = double.NaN;
    private int _epoch;
    private int _drawnEpoch;
    private long _restoredStep;

    // Steps of the epoch at hand that another loop has taken.
    private long _taken;
    private int[] _order = [];
    private long _prefetchedEnd;
    private TimeSpan _earlier;
    private long _start;

    /// <summary>Goes on where another loop of the same plan stood. The first call of <c>nextEpoch</c> must give the order of that state's epoch.</summary>
    /// <exception cref="ArgumentException">The state is not of this plan.</exception>
    public void Restore(TrainingState state)
    {
        if (!plan.Admits(state))
        {
            throw new ArgumentException($"step {state.Step} of epoch {state.Epoch} does not exist in this plan", nameof(state));
        }

        (_step, _restoredStep, _epoch, _drawnEpoch, _rows) = (state.Step, state.Step, state.Epoch, state.Epoch, state.Rows);
        _taken = state.Step - (state.Epoch * plan.StepsPerEpoch);
        (_loss, _accuracy, _checks, _violations, _earlier) = (state.Loss, state.Accuracy, state.Checks, state.Violations, state.Elapsed);
        (_proposition1Checks, _proposition1Violations) = (state.Proposition1Checks, state.Proposition1Violations);
        (_singular, _exactFits) = (state.Singular, state.ExactFits);
        _kernelViolations = state.KernelViolations;
        for (int i = 0; i < state.Window.LogFittingError.Length; i++)
        {
            _upper.Add(state.Window.LogFittingError[i], state.Window.UpperBound[i]);
            _lower.Add(state.Window.LogFittingError[i], state.Window.LowerBound[i]);
        }
    }

    /// <param name="cancellation">Looked at between steps, and while a kernel is measured; a step is never cut short.</param>
    public TrainingResult Run(CancellationToken cancellation)
    {
        _start = time.GetTimestamp();
        string? failure = null;
        TrainingOutcome outcome = TrainingOutcome.Completed;
        for (; _epoch < plan.Epochs && _step < plan.TotalSteps; _epoch++)
        {
            (outcome, failure) = RunEpoch(cancellation);
            if (outcome != TrainingOutcome.Completed)
            {
                break;
            }
        }

        FlushSinks();

        // The last checkpoint is no part of the loop's pace.
        TimeSpan elapsed = Elapsed();

        // The parameters of a step that diverged are of no use to anyone. The last checkpoint is written anew where a run was continued after its last step:
        // the process before may have died while it tidied up.
        if (outcome == TrainingOutcome.Completed || (outcome == TrainingOutcome.Interrupted && _step > _restoredStep))
        {
            checkpoints?.Save(State());
        }

        return new TrainingResult(outcome, _step, _rows, _loss, _accuracy, _checks, _violations, elapsed)
        {
            Singular = _singular,
            Proposition1Checks = _proposition1Checks,
            Proposition1Violations = _proposition1Violations,
            ExactFits = _exactFits,
            KernelChecks = KernelChecks,
            KernelViolations = _kernelViolations,
            Message = failure,
        };
    }

    /// <summary>The steps of the present epoch that have not been taken yet.</summary>
    private (TrainingOutcome Outcome, string? Failure) RunEpoch(CancellationToken cancellation)
    {
        _order = nextEpoch();
        _drawnEpoch = _epoch;
        long start = _taken * plan.BatchSize;
        _taken = 0;
        for (long first = start; first < _order.Length && _step < plan.TotalSteps; first += plan.BatchSize)
        {
            if (cancellation.IsCancellationRequested)
            {
                return (TrainingOutcome.Interrupted, null);
            }

            int count = (int)Math.Min(plan.BatchSize, _order.Length - first);
            if (IsKernelled(_step) && !TryMeasureKernel(cancellation))
            {
                return (TrainingOutcome.Interrupted, null);
            }

            if (Step(new Batch(plan.Train, _order.AsMemory((int)first, count), _step), first) is { } failure)
            {
                return (TrainingOutcome.Diverged, failure);
            }

            _step++;
            if (checkpoints is not null && _step < plan.TotalSteps && checkpoints.IsDue(_step))
            {
                FlushSinks();
                checkpoints.Save(State());
            }
        }

        return (TrainingOutcome.Completed, null);
    }

    private TrainingState State() => new(_step, _drawnEpoch, _rows, _loss, _accuracy, _checks, _violations, Elapsed())
    {
        Singular = _singular,
        Proposition1Checks = _proposition1Checks,
        Proposition1Violations = _proposition1Violations,
        ExactFits = _exactFits,
        KernelViolations = _kernelViolations,
        Window = new PearsonWindow(_upper.X, _upper.Y, _lower.Y),
    };

    private TimeSpan Elapsed() => _earlier + time.GetElapsedTime(_start);

    /// <param name="first">Where the batch begins in the epoch's order.</param>
    /// <returns>Null, or why the run cannot go on.</returns>
    private string? Step(in Batch batch, long first)
    {
        bool layered = IsLayered(_step);
        if (layered)
        {
            MeasureLayers(batch);
        }

        if (IsProbed(_step))
        {
            double probeLoss = MeasureProbe(plan.Probe!);
            if (!double.IsFinite(probeLoss))
            {
                return Failure("loss on the probe set", probeLoss);
            }

            WriteRow();
        }

        bool measureBatch = plan.Probe is null && _step % plan.MeasureEvery == 0;
        Measurements into = measureBatch ? _structure : _plain;
        Prefetch(first);
        engine.Step(batch, plan.Sgd, into);
        (double loss, double accuracy) = Means(into);
        if (!double.IsFinite(loss))
        {
            return Failure("loss", loss);
        }

        (_loss, _accuracy) = (loss, accuracy);
        if (measureBatch)
        {
            BeginRow();
            AddMeasured(batch, _structure);
            WriteRow();
        }

        if (layered)
        {
            WriteLayers();
        }

        if (IsKernelled(_step))
        {
            WriteKernel();
        }

        var status = new StepStatus(_step, plan.TotalSteps, _epoch, loss, accuracy) { FirstStep = _restoredStep };
        foreach (IStepSink sink in _sinks)
        {
            sink.Stepped(status);
        }

        return null;
    }

    /// <summary>Tells the engine which steps come next, up to the one that has to wait for a measurement of its own.</summary>
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

    /// <summary>Measures all chunks before any is handed on, so that a probe that fails half-way leaves no samples without a row.</summary>
    private double MeasureProbe(ProbeSet probe)
    {
        double loss = 0;
        for (int chunk = 0; chunk < _probeChunks.Length; chunk++)
        {
            engine.Measure(ProbeBatch(probe, chunk), _probeChunks[chunk]);
            loss += Means(_probeChunks[chunk]).Loss;
        }

        if (double.IsFinite(loss))
        {
            BeginRow();
            for (int chunk = 0; chunk < _probeChunks.Length; chunk++)
            {
                AddMeasured(ProbeBatch(probe, chunk), _probeChunks[chunk]);
            }
        }

        return loss;
    }

    private Batch ProbeBatch(ProbeSet probe, int chunk) => new(probe.Data, _probe.AsMemory(chunk * plan.BatchCapacity, _probeChunks[chunk].Capacity), _step);

    private static Measurements[] Chunks(TrainingPlan plan, int classes, IReadOnlyList<IStepSink> sinks) => plan.Probe is null
        ? [] : [.. Enumerable.Range(0, plan.Probe.Count).Chunk(plan.BatchCapacity).Select(chunk => Structured(chunk.Length, classes, sinks))];

    private static Measurements Structured(int capacity, int classes, IReadOnlyList<IStepSink> sinks) =>
        new(capacity, classes, MeasurementLevel.Structure) { AllEigenvalues = sinks.Any(sink => sink.ReadsAllEigenvalues) };

    private void BeginRow()
    {
        _aggregator.Begin();
        _proposition1.Begin();
    }

    private void AddMeasured(in Batch batch, Measurements measurements)
    {
        _aggregator.Add(measurements);
        _proposition1.Add(batch, measurements);
        foreach (IStepSink sink in _sinks)
        {
            sink.Measured(batch, measurements);
        }
    }

    private void WriteRow()
    {
        StepRow row = _aggregator.Finish(_step, _epoch);
        row = row with
        {
            PearsonUpper = _upper.Add(row.CorrelatedLogFittingError, row.UpperBound),
            PearsonLower = _lower.Add(row.CorrelatedLogFittingError, row.LowerBound),
        };
        _proposition1.Finish(ref row);
        _rows++;
        _checks += row.Samples;
        _violations += row.Theorem3Violations;
        _singular += row.SingularSamples;
        _proposition1Checks += row.Proposition1Violations is null ? 0 : row.Samples;
        _proposition1Violations += (long)(row.Proposition1Violations ?? 0);
        _exactFits += (long)(row.ExactFits ?? 0);
        foreach (IStepSink sink in _sinks)
        {
            sink.Row(row);
        }
    }

    private void FlushSinks()
    {
        foreach (IStepSink sink in _sinks)
        {
            sink.Flush();
        }
    }

    private static (double Loss, double Accuracy) Means(Measurements measurements)
    {
        double loss = 0;
        int correct = 0;
        for (int n = 0; n < measurements.Count; n++)
        {
            loss += measurements.Loss[n];
            correct += measurements.Correct[n] ? 1 : 0;
        }

        return (loss / measurements.Count, (double)correct / measurements.Count);
    }

    private string Failure(string what, double value) => string.Create(
        CultureInfo.InvariantCulture,
        $"the {what} became {value} at step {_step}; {(_rows == 1 ? "the row measured before it is" : $"the {_rows} rows measured before it are")} kept. A "
            + $"smaller --lr (now {plan.Sgd.LearningRate}) may help.");
}
