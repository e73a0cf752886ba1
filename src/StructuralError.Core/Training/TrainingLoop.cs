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
    private readonly Measurements[] _probeChunks = Chunks(plan, classes);
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
        bool layered = IsLayered(_step);
        if (layered)
        {
            MeasureLayers(batch);
        }

        bool measured = _step % plan.MeasureEvery == 0;
        if (measured && plan.Probe is not null)
        {
            double probeLoss = MeasureProbe(plan.Probe);
            if (!double.IsFinite(probeLoss))
            {
                return Failure("loss on the probe set", probeLoss);
            }

            WriteRow(epoch);
        }

        bool measureBatch = measured && plan.Probe is null;
        Measurements into = measureBatch ? _structure : _plain;
        engine.Step(batch, plan.Sgd, into);
        (double loss, double accuracy) = Means(into);
        if (!double.IsFinite(loss))
        {
            return Failure("loss", loss);
        }

        (_loss, _accuracy) = (loss, accuracy);
        if (measureBatch)
        {
            _aggregator.Begin();
            AddMeasured(batch, _structure);
            WriteRow(epoch);
        }

        if (layered)
        {
            WriteLayers();
        }

        var status = new StepStatus(_step, plan.TotalSteps, epoch, loss, accuracy);
        foreach (IStepSink sink in _sinks)
        {
            sink.Stepped(status);
        }

        return null;
    }

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
            _aggregator.Begin();
            for (int chunk = 0; chunk < _probeChunks.Length; chunk++)
            {
                AddMeasured(ProbeBatch(probe, chunk), _probeChunks[chunk]);
            }
        }

        return loss;
    }

    private Batch ProbeBatch(ProbeSet probe, int chunk) =>
        new(probe.Data, _probe.AsMemory(chunk * plan.BatchCapacity, _probeChunks[chunk].Capacity), _step);

    private static Measurements[] Chunks(TrainingPlan plan, int classes) => plan.Probe is null
        ? []
        : [.. Enumerable.Range(0, plan.Probe.Count).Chunk(plan.BatchCapacity).Select(chunk => new Measurements(chunk.Length, classes, MeasurementLevel.Structure))];

    private void AddMeasured(in Batch batch, Measurements measurements)
    {
        _aggregator.Add(measurements);
        foreach (IStepSink sink in _sinks)
        {
            sink.Measured(batch, measurements);
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
}
