using System.Globalization;
using StructuralError.Core.Engines;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>PyTorch's record of an epoch: one row a step, by column name.</summary>
public sealed class TrajectoryTable
{
    private readonly string[] _columns;
    private readonly double[][] _rows;

    public TrajectoryTable(string name)
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Reference", "trajectories", $"{name}_seed0.csv"));
        _columns = lines[0].Split(',');
        _rows = [.. lines.Skip(1).Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
    }

    public int Count => _rows.Length;

    /// <summary>Largest deviation of a row from PyTorch's over all columns; NaN where a value is.</summary>
    public double Deviation(int step, IReadOnlyDictionary<string, double> row)
    {
        Assert.Equal(_columns.Order(), row.Keys.Order());
        return Deviation(_columns.Zip(_rows[step]).ToDictionary(cell => cell.First, cell => cell.Second), row);
    }

    /// <summary>Absolute below 1 and relative above.</summary>
    public static double Deviation(IReadOnlyDictionary<string, double> expected, IReadOnlyDictionary<string, double> row) =>
        expected.Aggregate(0.0, (largest, cell) => Math.Max(largest, Math.Abs(row[cell.Key] - cell.Value) / Math.Max(1, Math.Abs(cell.Value))));

    /// <summary>The columns from per-sample measurements: means of natural logarithms, and for log_mean_* the logarithm of the mean.</summary>
    public static Dictionary<string, double> Row(int step, Measurements measured)
    {
        int n = measured.Count, c = measured.Classes;
        double[] error = measured.FittingError[..n], gradient = measured.GradientNorm[..n];
        double[] smallest = [.. Enumerable.Range(0, n).Select(i => measured.Eigenvalues[i * c])];
        double[] largest = [.. Enumerable.Range(0, n).Select(i => measured.Eigenvalues[(i * c) + c - 1])];
        double logGradient = gradient.Average(Math.Log), upper = -smallest.Average(Math.Log), lower = -largest.Average(Math.Log);
        return new Dictionary<string, double>
        {
            ["step"] = step,
            ["loss"] = measured.Loss[..n].Average(),
            ["accuracy"] = measured.Correct[..n].Average(correct => correct ? 1.0 : 0),
            ["log_fitting_error"] = error.Average(Math.Log),
            ["log_gradient_norm"] = logGradient,
            ["U"] = upper,
            ["L"] = lower,
            ["G"] = upper - lower,
            ["upper_bound"] = logGradient + upper,
            ["lower_bound"] = logGradient + lower,
            ["log_mean_fitting_error"] = Math.Log(error.Average()),
            ["log_mean_gradient_norm"] = Math.Log(gradient.Average()),
            ["lambda_min_mean"] = smallest.Average(),
            ["lambda_max_mean"] = largest.Average(),
        };
    }
}
