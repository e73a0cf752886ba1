using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Networks;
using StructuralError.Core.RandomNumbers;
using StructuralError.Tests.Oracle;

namespace StructuralError.Tests.Engines;

/// <summary>
/// PyTorch's record of 100 steps of a small network with one loss, hard or soft labels: <c>Reference/loss_trajectories.py</c>, whose losses are written out in
/// PyTorch and whose gradients are autograd's. Images and weights are drawn here as there.
/// </summary>
internal sealed class LossTrajectory
{
    public const int Steps = 100;

    public const int BatchSize = 8;

    private const int Count = 24;
    private const int Quantities = 5;

    private static readonly Lazy<SafeTensors> File = new(() => SafeTensors.Open("loss_trajectories.safetensors"));
    private static readonly string[] Names = ["loss", "E_f", "gradient norm", "lambda_min", "lambda_max"];

    private readonly string _key;
    private readonly double[] _rows;

    /// <param name="model"><c>a</c> or <c>d</c>.</param>
    /// <param name="kind"><c>hard</c> or <c>soft</c>.</param>
    public LossTrajectory(string model, string loss, string kind)
    {
        _key = $"{model}.{loss}.{kind}";
        _rows = File.Value[_key].Values;
        Loss = LossTable.Of(loss);
        Network = Models.Build(model, 1, width: 16, channels: 4);
        Data = Images(kind);
        Parameters = new ParameterSet(Network);
        Initialization.Initialize(Parameters, Network, new TorchGenerator(1), InitScheme.Default);
    }

    public static IEnumerable<string> Losses => File.Value.Names.Where(name => name.EndsWith(".hard", StringComparison.Ordinal)).Select(name => name.Split('.', 2)[1][..^5]).Distinct();

    public ILoss Loss { get; }

    public Network Network { get; }

    public Dataset Data { get; }

    /// <summary>Before the first step.</summary>
    public ParameterSet Parameters { get; }

    public Batch this[int step] => new(Data, Enumerable.Range(step * BatchSize % Count, BatchSize).ToArray(), step);

    /// <summary>Takes steps and compares each row with PyTorch's, and after the last step the parameters' sums; absolute below 1, relative above.</summary>
    public void Follow(IEngine engine, int steps, double tolerance)
    {
        var measured = new Measurements(BatchSize, Network.Classes, MeasurementLevel.Structure);
        engine.Load(Parameters);
        for (int step = 0; step < steps; step++)
        {
            engine.Step(this[step], new SgdOptions(0.01, 0.9, 0), measured);
            double[] row = Row(measured);
            for (int i = 0; i < Quantities; i++)
            {
                Compare(_rows[(step * Quantities) + i], row[i], tolerance, $"{_key}, step {step}, {Names[i]}");
            }
        }

        if (steps == Steps)
        {
            CompareSums(engine, tolerance);
        }
    }

    private void CompareSums(IEngine engine, double tolerance)
    {
        engine.Save(Parameters);
        double[] expected = File.Value[_key + ".after"].Values;
        for (int i = 0; i < Parameters.Parameters.Length; i++)
        {
            double[] values = Parameters.Parameters[i].Values;
            Compare(expected[2 * i], values.Sum(), tolerance, $"{_key}, sum of {Parameters.Parameters[i].Name}");
            Compare(expected[(2 * i) + 1], values.Sum(value => value * value), tolerance, $"{_key}, sum of squares of {Parameters.Parameters[i].Name}");
        }
    }

    private static void Compare(double expected, double actual, double tolerance, string what) =>
        Numbers.AssertWithin([expected], [actual], tolerance * Math.Max(1, Math.Abs(expected)), what);

    private static double[] Row(Measurements measured)
    {
        int n = measured.Count, c = measured.Classes;
        return
        [
            measured.Loss.AsSpan(0, n).ToArray().Average(),
            measured.FittingError.AsSpan(0, n).ToArray().Average(),
            measured.GradientNorm.AsSpan(0, n).ToArray().Average(),
            Enumerable.Range(0, n).Average(i => measured.Eigenvalues[i * c]),
            Enumerable.Range(0, n).Average(i => measured.Eigenvalues[(i * c) + c - 1]),
        ];
    }

    private static Dataset Images(string kind)
    {
        float[] pixels = new float[Count * 28 * 28];
        new TorchGenerator(17).FillUniform(pixels, 0, 1);
        byte[] labels = [.. File.Value["labels"].Values.Select(value => checked((byte)value))];
        var data = new Dataset("random", TensorShape.Image(1, 28, 28), pixels, labels);
        return kind == "hard" ? data : data.WithLabels(labels, File.Value["targets"].Values);
    }
}
