using StructuralError.Core.Structure;

namespace StructuralError.Runs.Tables;

/// <summary>The tables of a run directory.</summary>
public static class RunTables
{
    private const string Remedy = "Restore the file or run the training again.";

    // Many a row is not worth a write of its own.
    private const int HeldSteps = 64;

    /// <summary><c>steps.csv</c>; its steps increase.</summary>
    public static CsvTable<StepRow> Steps { get; } = new(StepColumns.All, Remedy, () => new StepOrder<StepRow>(row => row.Step)) { Held = HeldSteps };

    /// <summary><c>layers.csv</c>; in each step the same parts.</summary>
    public static CsvTable<LayerRow> Layers { get; } = new(LayerColumns.All, Remedy, () => new LayerOrder());

    /// <summary><c>independence.csv</c>; its steps increase.</summary>
    public static CsvTable<IndependenceRow> Independence { get; } = new(IndependenceColumns.All, Remedy, () => new StepOrder<IndependenceRow>(row => row.Step));

    /// <summary><c>kernel.csv</c>; its steps increase.</summary>
    public static CsvTable<KernelRow> Kernel { get; } = new(KernelColumns.All, Remedy, () => new StepOrder<KernelRow>(row => row.Step));

    /// <summary><c>samples.csv</c>.</summary>
    /// <param name="classes">C, the number of eigenvalue columns.</param>
    public static CsvTable<SampleRow> Samples(int classes) => new(SampleColumns.All(classes), Remedy)
    {
        Blank = () => default(SampleRow) with { Eigenvalues = new double[classes] },
    };
}
