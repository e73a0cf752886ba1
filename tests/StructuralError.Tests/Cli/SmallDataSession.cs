using StructuralError.Cli;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Measure;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Tables;
using StructuralError.Tests.Processes;

namespace StructuralError.Tests.Cli;

/// <summary>Runs the whole program in this process, engine and files included, on a small data set of its own.</summary>
internal sealed class SmallDataSession : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public SmallDataSession() => DatasetWriter.Write(new DatasetPair("small", "memory", Draw(200, 1), Draw(40, 2), new Dictionary<string, string>()), DataPath, overwrite: false);

    /// <summary>Whether CUDA devices are looked for; for tests on the stub driver.</summary>
    public bool UsesCuda { get; init; }

    public string Error { get; private set; } = string.Empty;

    public string Out { get; private set; } = string.Empty;

    public string DataPath => _directory.File("data");

    public string File(string name) => _directory.File(name);

    public string Write(string name, string text) => _directory.Write(name, text);

    public int Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = CliApplication.Run(args, new CliContext(output, error, false, UsesCuda ? RealServices.WithCuda : RealServices.WithoutCuda(), () => new Interruption()) { Program = ChildProcess.Command });
        (Out, Error) = (output.ToString(), error.ToString());
        return exitCode;
    }

    /// <summary>Trains into a directory of this name.</summary>
    public void Train(string name, params string[] more)
    {
        if (Run(["train", "--dataset", DataPath, "--batch-size", "16", "--quiet", "--out", File(name), .. more]) != ExitCodes.Success)
        {
            throw new InvalidOperationException(Error);
        }
    }

    public int Measure(string name, params string[] more) => Run(["measure", "--dataset", DataPath, "--samples", "16", "--out", File(name), .. more]);

    public byte[] Bytes(string run, string name) => System.IO.File.ReadAllBytes(Path.Combine(File(run), name));

    public IReadOnlyList<StepRow> Steps(string run) => RunTables.Steps.Read(Path.Combine(File(run), RunDirectory.StepsName));

    public IReadOnlyList<KernelRow> Kernel(string run) => RunTables.Kernel.Read(Path.Combine(File(run), RunDirectory.KernelName));

    public IReadOnlyList<InitialMeasurement> Measured(string name) => InitializationColumns.Table.Read(File(name));

    public void Dispose() => _directory.Dispose();

    /// <summary>Grey noise with a bright row whose place is the label.</summary>
    private static Dataset Draw(int count, int seed)
    {
        var random = new System.Random(seed);
        TensorShape shape = TensorShape.Image(1, 28, 28);
        byte[] pixels = new byte[count * shape.Count];
        random.NextBytes(pixels);
        byte[] labels = [.. Enumerable.Range(0, count).Select(n => (byte)(n % 10))];
        for (int n = 0; n < count; n++)
        {
            pixels.AsSpan((n * shape.Count) + (labels[n] * 2 * 28), 28).Fill(255);
        }

        return new Dataset("small", shape, pixels, labels);
    }
}
