using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Tests;
using StructuralError.Tests.Engines;
using StructuralError.Tests.Processes;
using StructuralError.Torch.Loading;
using Xunit;

namespace StructuralError.Torch.Tests;

/// <summary>
/// oneDNN 3.7.1 gives wrong float32 gradients of convolutions on some processors. The engine must never be made where its own trial finds that, and where it is
/// made its numbers must be right.
/// </summary>
public sealed class ConvolutionTrialTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(20)]
    public void Create_F32_IsRefusedOrComputesAsInF64(int channels)
    {
        Network network = new NetworkBuilder(TensorShape.Image(1, 12, 12)).Conv(channels, 3, padding: 1).Activation(Core.Networks.Layers.ActivationKind.Tanh)
            .Conv(channels, 3, padding: 1).Flatten().Linear(5).Build();
        TorchEngine engine;
        try
        {
            engine = new TorchEngine(network, Options(Precision.F32));
        }
        catch (TorchException exception)
        {
            Assert.Contains("--precision f64", exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', exception.Message);
            return;
        }

        using (engine)
        {
            using var exact = new TorchEngine(network, Options(Precision.F64));
            (ParameterSet parameters, Core.Data.Dataset data) = LayerExamples.Draw(network);
            Measurements expected = Measure(exact, network, parameters, data);
            for (int repetition = 0; repetition < 5; repetition++)
            {
                Numbers.AssertClose(expected.A, Measure(engine, network, parameters, data).A, 1e-4, "A");
            }
        }
    }

    /// <summary>With all instructions that this processor has: either the run ends as a float64 one does, but for rounding, or it is refused before it begins.</summary>
    [Fact]
    public async Task Train_F32WithAllInstructions_IsRefusedOrAgreesWithF64()
    {
        using var directory = new TemporaryDirectory();
        (int exact, _, _) = await Train(directory, "f64");
        (int exitCode, _, string error) = await Train(directory, "f32");
        Assert.Equal(0, exact);
        if (exitCode != 0)
        {
            Assert.Equal(69, exitCode);
            Assert.Contains("float32 convolution gives wrong gradients", error, StringComparison.Ordinal);
            return;
        }

        double[] expected = Losses(directory, "f64"), actual = Losses(directory, "f32");
        Numbers.AssertClose(expected, actual, 1e-3, "loss");
    }

    private static Task<(int ExitCode, string Out, string Error)> Train(TemporaryDirectory directory, string precision)
    {
        System.Diagnostics.ProcessStartInfo start = ChildProcess.Program(
            "train", "--model", "c", "--channels", "8", "--dataset", "digits", "--steps", "5", "--device", "torch:cpu", "--precision", precision, "--out", directory.File(precision));
        return ChildProcess.RunAsync(start);
    }

    private static double[] Losses(TemporaryDirectory directory, string run)
    {
        string[] rows = File.ReadAllLines(Path.Combine(directory.File(run), "steps.csv"));
        int column = Array.IndexOf(rows[0].Split(','), "loss");
        return [.. rows[1..].Select(row => double.Parse(row.Split(',')[column], System.Globalization.CultureInfo.InvariantCulture))];
    }

    private static EngineOptions Options(Precision precision) => new(precision, 64, 2, 1);

    private static Measurements Measure(TorchEngine engine, Network network, ParameterSet parameters, Core.Data.Dataset data)
    {
        var measured = new Measurements(data.Count, network.Classes, MeasurementLevel.Matrix);
        engine.Load(parameters);
        engine.Measure(new Batch(data, Enumerable.Range(0, data.Count).ToArray(), 0), measured);
        return measured;
    }
}
