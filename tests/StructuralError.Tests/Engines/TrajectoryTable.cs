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

    /// <summary>Largest deviation of a row from PyTorch's over all columns, absolute below 1 and relative above; NaN where a value is.</summary>
    public double Deviation(int step, IReadOnlyDictionary<string, double> row)
    {
        double largest = 0;
        Assert.Equal(_columns.Order(), row.Keys.Order());
        for (int i = 0; i < _columns.Length; i++)
        {
            double expected = _rows[step][i];
            largest = Math.Max(largest, Math.Abs(row[_columns[i]] - expected) / Math.Max(1, Math.Abs(expected)));
        }

        return largest;
    }

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
