using System.Diagnostics;
using System.Globalization;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.RandomNumbers;
using StructuralError.Cpu;

namespace StructuralError.Torch.Peers;

/// <summary>
/// Milliseconds a step of 64 images of random bytes, this program's engine and three ways on libtorch in turn, round by round, in one process:
/// <c>[--models a,c] [--k 1] [--rounds 5] [--threads 1]</c>. The table gives the median of the rounds.
/// </summary>
internal static class Program
{
    private const int Size = 64;
    private const int Classes = 10;
    private const int Samples = 1024;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(0.5);

    private static int Main(string[] args)
    {
        string Value(string name, string other) => Array.IndexOf(args, name) is >= 0 and int at && at + 1 < args.Length ? args[at + 1] : other;
        int rounds = int.Parse(Value("--rounds", "5"), CultureInfo.InvariantCulture), threads = int.Parse(Value("--threads", "1"), CultureInfo.InvariantCulture);
        int k = int.Parse(Value("--k", "1"), CultureInfo.InvariantCulture);
        Console.WriteLine(FormattableString.Invariant($"batches of {Size}, {threads} threads, median of {rounds} rounds, milliseconds a step"));
        Console.WriteLine();
        Console.WriteLine("| model, k, precision | this program, plain | measured | libtorch, plain | rules | autograd for each sample and class | measured ÷ plain libtorch |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        string[] models = Value("--models", "a,c").Split(',');
        // The first float32 network of a process is two times slower in libtorch than the same one later; nothing of ours is.
        _ = Medians(models[0], k, Precision.F32, threads, 1);
        foreach (string model in models)
        {
            foreach (Precision precision in (Precision[])[Precision.F32, Precision.F64])
            {
                IEnumerable<string> cells = Medians(model, k, precision, threads, rounds).Select(time => time.ToString("g3", CultureInfo.InvariantCulture));
                Console.WriteLine(FormattableString.Invariant($"| {model}, {k}, {precision.ToString().ToLowerInvariant()} | {string.Join(" | ", cells)} |"));
            }
        }

        return 0;
    }

    private static double[] Medians(string model, int k, Precision precision, int threads, int rounds)
    {
        Dataset data = Draw();
        NetworkDefinition definition = NetworkFile.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "models", $"plain-{model}.json")), model);
        Network network = definition.Resolve(new Dictionary<string, int> { ["k"] = k }, data.SampleShape, Classes);
        var parameters = new ParameterSet(network);
        Initialization.Initialize(parameters, network, new TorchGenerator(0), InitScheme.Default);
        using IEngine own = CpuEngine.Create(network, new EngineOptions(precision, Size, threads, 0));
        using var torch = new TorchEngine(network, new EngineOptions(precision, Size, threads, 0));
        using var referee = new TorchReferee(network);
        own.Load(parameters);
        torch.Load(parameters);
        referee.Load(parameters);
        var plain = new Measurements(Size, Classes, MeasurementLevel.Loss);
        var measured = new Measurements(Size, Classes, MeasurementLevel.Structure);
        var sgd = new SgdOptions(0.001, 0.9, 0);

        // The referee computes in float64 whatever the run's precision.
        Action<Batch>[] ways =
        [
            batch => own.Step(batch, sgd, plain),
            batch => own.Step(batch, sgd, measured),
            batch => torch.Step(batch, sgd, plain),
            batch => torch.Step(batch, sgd, measured),
            batch => referee.Measure(batch, measured),
        ];
        double[][] times = [.. ways.Select(_ => new double[rounds])];
        for (int round = -1; round < rounds; round++)
        {
            for (int way = 0; way < ways.Length; way++)
            {
                double time = Time(ways[way], data);
                if (round >= 0)
                {
                    times[way][round] = time;
                }
            }
        }

        // Both of a ratio were timed in the same round.
        double[] ratios = [.. times[1].Zip(times[2], (measuredStep, libtorch) => measuredStep / libtorch)];
        return [.. times.Append(ratios).Select(way => way.Order().ElementAt(rounds / 2))];
    }

    private static double Time(Action<Batch> step, Dataset data)
    {
        int[] order = [.. Enumerable.Range(0, Samples)];
        long start = Stopwatch.GetTimestamp();
        int steps = 0;
        do
        {
            step(new Batch(data, order.AsMemory(steps * Size % Samples, Size), steps));
            steps++;
        }
        while (Stopwatch.GetElapsedTime(start) < Round);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / steps;
    }

    private static Dataset Draw()
    {
        TensorShape shape = TensorShape.Image(1, 28, 28);
        var generator = new TorchGenerator(2);
        byte[] pixels = [.. Enumerable.Range(0, Samples * shape.Count).Select(_ => (byte)(generator.NextUInt32() & byte.MaxValue))];
        return new Dataset("random", shape, pixels, [.. Enumerable.Range(0, Samples).Select(n => (byte)(n % Classes))]);
    }
}
