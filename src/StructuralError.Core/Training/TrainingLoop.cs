using System.Globalization;
using StructuralError.Analysis;
using StructuralError.Engines;
using StructuralError.Structure;

namespace StructuralError.Training;

/// <summary>
/// SGD over epochs with a measurement of the structural matrices at θ_t on batch t, before update t (or on a probe set in its place).
/// Nothing is allocated per step.
/// </summary>
/// <param name="nextEpoch">The order of the samples of the next epoch: a permutation of 0 … count − 1, called once an epoch.</param>
/// <param name="time">Clock of <see cref="TrainingResult.Elapsed"/>.</param>
public sealed partial class TrainingLoop(IEngine engine, TrainingPlan plan, int classes, Func<int[]> nextEpoch, IReadOnlyList<IStepSink> sinks, TimeProvider time)
{
    private readonly IStepSink[] _sinks = [.. sinks];
    private readonly Measurements _structure = new(plan.BatchCapacity, classes, MeasurementLevel.Structure);
    private readonly Measurements _plain = new(plan.BatchCapacity, classes, MeasurementLevel.Loss);
    private readonly BatchAggregator _aggregator = new(plan.Weights, engine.Info.Precision);
    private readonly LocalPearson _upper = new();
    private readonly LocalPearson _lower = new();
    private readonly int[] _probe = plan.Probe is null ? [] : [.. Enumerable.Range(0, plan.Probe.Count)];
    private readonly Measurements[] _probeChunks = plan.Probe is null ? [] : Chunks(plan, plan.Probe, count => new Measurements(count, classes, MeasurementLevel.Structure));
    private long _step;
    private long _rows;
    private long _checks;
    private long _violations;
    private double _loss = double.NaN;
    private double _accuracy = double.NaN;

    /// <param name="cancellation">Looked at between steps; a step is never cut short.</param>
    public TrainingResult Run(CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        string? failure = null;
        TrainingOutcome outcome = TrainingOutcome.Completed;
        for (int epoch = 0; epoch < plan.Epochs && _step < plan.TotalSteps && outcome == TrainingOutcome.Completed; epoch++)
        {
            int[] order = nextEpoch();
            for (int first = 0; first < order.Length && _step < plan.TotalSteps; first += plan.BatchSize)
            {
                if (cancellation.IsCancellationRequested)
                {
                    outcome = TrainingOutcome.Interrupted;
                    break;
                }

                int count = Math.Min(plan.BatchSize, order.Length - first);
                failure = Step(new Batch(plan.Train, order.AsMemory(first, count), _step), epoch);
                if (failure is not null)
                {
                    outcome = TrainingOutcome.Diverged;
                    break;
                }

                _step++;
            }
        }

        return new TrainingResult(outcome, _step, _rows, _loss, _accuracy, _checks, _violations, time.GetElapsedTime(start)) { Message = failure };
    }

    /// <returns>Null, or why the run cannot go on.</returns>
    private string? Step(in Batch batch, int epoch)
    {
        var due = new Due(_step % plan.MeasureEvery == 0, IsLayered(_step));
        if (due.Any && plan.Probe is not null)
        {
            double probeLoss = MeasureProbe(plan.Probe, due);
            if (!double.IsFinite(probeLoss))
            {
                return Failure("loss on the probe set", probeLoss);
            }

            WriteRows(due, epoch);
        }

        bool measureBatch = due.Any && plan.Probe is null;
        Measurements into = !measureBatch ? _plain : due.Layers ? _layered! : _structure;
        engine.Step(batch, plan.Sgd, into);
        (double loss, double accuracy) = Means(into);
        if (!double.IsFinite(loss))
        {
            return Failure("loss", loss);
        }

        (_loss, _accuracy) = (loss, accuracy);
        if (measureBatch)
        {
            BeginRows();
            AddMeasured(batch, into, due);
            WriteRows(due, epoch);
        }

        var status = new StepStatus(_step, plan.TotalSteps, epoch, loss, accuracy);
        foreach (IStepSink sink in _sinks)
        {
            sink.Stepped(status);
        }

        return null;
    }

    /// <summary>Measures all chunks before any is handed on, so that a probe that fails half-way leaves no samples without a row.</summary>
    private double MeasureProbe(ProbeSet probe, Due due)
    {
        Measurements[] chunks = due.Layers ? _layeredProbeChunks : _probeChunks;
        double loss = 0;
        for (int chunk = 0; chunk < chunks.Length; chunk++)
        {
            engine.Measure(ProbeBatch(probe, chunk), chunks[chunk]);
            loss += Means(chunks[chunk]).Loss;
        }

        if (double.IsFinite(loss))
        {
            BeginRows();
            for (int chunk = 0; chunk < chunks.Length; chunk++)
            {
                AddMeasured(ProbeBatch(probe, chunk), chunks[chunk], due);
            }
        }

        return loss;
    }

    private Batch ProbeBatch(ProbeSet probe, int chunk) =>
        new(probe.Data, _probe.AsMemory(chunk * plan.BatchCapacity, _probeChunks[chunk].Capacity), _step);

    private static Measurements[] Chunks(TrainingPlan plan, ProbeSet probe, Func<int, Measurements> create) =>
        [.. Enumerable.Range(0, probe.Count).Chunk(plan.BatchCapacity).Select(chunk => create(chunk.Length))];

    private void BeginRows()
    {
        _aggregator.Begin();
        BeginLayers();
    }

    private void AddMeasured(in Batch batch, Measurements measurements, Due due)
    {
        if (due.Layers)
        {
            AddLayers(measurements);
        }

        if (!due.Row)
        {
            return;
        }

        _aggregator.Add(measurements);
        foreach (IStepSink sink in _sinks)
        {
            sink.Measured(batch, measurements);
        }
    }

    private void WriteRows(Due due, int epoch)
    {
        if (due.Row)
        {
            WriteRow(epoch);
        }

        if (due.Layers)
        {
            WriteLayers();
        }
    }

    private void WriteRow(int epoch)
    {
        StepRow row = _aggregator.Finish(_step, epoch);
        row = row with
        {
            PearsonUpper = _upper.Add(row.LogFittingError, row.UpperBound),
            PearsonLower = _lower.Add(row.LogFittingError, row.LowerBound),
        };
        _rows++;
        _checks += row.Samples;
        _violations += row.Theorem3Violations;
        foreach (IStepSink sink in _sinks)
        {
            sink.Row(row);
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
        $"the {what} became {value} at step {_step}; {(_rows == 1 ? "the row measured before it is" : $"the {_rows} rows measured before it are")} kept. A smaller --lr (now {plan.Sgd.LearningRate}) may help.");

    /// <summary>What a step is measured for: a row of its own, its parts layer by layer, or neither.</summary>
    private readonly record struct Due(bool Row, bool Layers)
    {
        public bool Any => Row || Layers;
    }
}
