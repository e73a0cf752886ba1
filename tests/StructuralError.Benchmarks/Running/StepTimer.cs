using StructuralError.Core.Engines;
using StructuralError.Core.Structure;
using StructuralError.Core.Training;
using StructuralError.Cpu;
using StructuralError.Runs.Tables;

namespace StructuralError.Benchmarks.Running;

/// <param name="Seconds">Median time of a step.</param>
/// <param name="BytesPerStep">Managed memory allocated by the whole process, per step.</param>
internal readonly record struct StepTime(double Seconds, double BytesPerStep);

/// <summary>
/// Times steps as a run makes them: the training loop with every sample's structure measured, the row aggregated and written as CSV (to nowhere).
/// The learning rate is 0: the update costs the same, and parameters, hence masks and the work counted from them, stay as they are.
/// </summary>
internal static class StepTimer
{
    private const int LeastSteps = 16;

    /// <param name="structure">False for plain training steps.</param>
    public static StepTime Measure(TrainedModel model, int batchSize, int threads, double seconds, bool structure = true)
    {
        using IEngine engine = CpuEngine.Create(model.Network, new EngineOptions(Precision.F32, batchSize, threads, 0));
        engine.Load(model.Parameters);
        // Twice: the first gives an idea of the time, and leaves compiled code behind.
        double first = Run(engine, model, batchSize, LeastSteps, structure).Seconds;
        int steps = (int)Math.Clamp(seconds / first, LeastSteps, 50_000);
        return Run(engine, model, batchSize, steps, structure);
    }

    private static StepTime Run(IEngine engine, TrainedModel model, int batchSize, int steps, bool structure)
    {
        int warmUp = steps / 4;
        using var clock = new Clock(warmUp, steps);
        var plan = new TrainingPlan(model.Data, new SgdOptions(0, 0.9, 0), batchSize, int.MaxValue, warmUp + steps + 1, structure ? 1 : int.MaxValue);
        TrainingResult result = new TrainingLoop(engine, plan, model.Network.Classes, () => model.Samples, [clock], TimeProvider.System).Run(CancellationToken.None);
        return result.Outcome == TrainingOutcome.Completed ? clock.Result() : throw new InvalidOperationException($"model {model.Network.Name}: {result.Message}");
    }

    /// <summary>Writes rows to nowhere and notes when each step ended.</summary>
    private sealed class Clock(int warmUp, int steps) : IStepSink, IDisposable
    {
        private readonly CsvRowWriter<StepRow> _csv = RunTables.Steps.Writer(Stream.Null.Write);
        private readonly long[] _stamps = new long[steps + 1];
        private long _bytes;

        public void Row(in StepRow row)
        {
            _csv.Write(row);
            _csv.Flush();
        }

        public void Stepped(in StepStatus status)
        {
            long index = status.Step - warmUp;
            if (index == 0)
            {
                _bytes = GC.GetTotalAllocatedBytes(precise: true);
            }

            if (index >= 0)
            {
                _stamps[index] = TimeProvider.System.GetTimestamp();
            }

            if (index == steps)
            {
                _bytes = GC.GetTotalAllocatedBytes(precise: true) - _bytes;
            }
        }

        public StepTime Result()
        {
            double[] seconds = [.. _stamps.Skip(1).Zip(_stamps, (end, start) => TimeProvider.System.GetElapsedTime(start, end).TotalSeconds)];
            return new StepTime(Statistics.Median(seconds), (double)_bytes / steps);
        }

        public void Dispose() => _csv.Dispose();
    }
}
