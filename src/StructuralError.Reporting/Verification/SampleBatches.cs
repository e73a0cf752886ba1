using StructuralError.Core.Structure;

namespace StructuralError.Reporting.Verification;

/// <summary>Goes through the samples of a run, one row of <c>steps.csv</c> after the other, and compares the means of each row's samples with it.</summary>
/// <param name="rows">Null where they cannot be read: then the samples are looked at alone.</param>
/// <param name="count">Samples there are to choose from, where that is known.</param>
internal sealed class SampleBatches(IReadOnlyList<StepRow>? rows, long? count)
{
    // A sample this near to 0 has lost digits, or all of them: its logarithm in the row may have been taken before.
    private const double Smallest = 1e-290;

    // The row, the samples added, and of them: the sums of loss, ln E_f, ln ‖∇‖², -ln λ_min, -ln λ_max, λ_min, λ_max; the extremes.
    private int _row;
    private int _added;
    private double _loss, _logError, _logGradient, _u, _l, _least, _most, _smallest, _largest;
    private bool _isTiny;

    /// <summary>Adds a sample; what is wrong with it, or with the row that it completes, in words.</summary>
    public string? Add(in SampleRow sample)
    {
        if (Alone(sample) is { } wrong)
        {
            return wrong;
        }

        // A killed run may have samples of a step that has no row.
        if (rows is null || _row >= rows.Count)
        {
            return null;
        }

        StepRow row = rows[_row];
        if (sample.Step != row.Step)
        {
            return FormattableString.Invariant($"step is {sample.Step}, the sample belongs to step {row.Step}");
        }

        Sum(sample);
        return _added == row.Samples ? Next(row) : null;
    }

    /// <summary>What is missing when there are no more samples; null for nothing.</summary>
    public string? End() => _added > 0 ? FormattableString.Invariant($"the samples of step {rows![_row].Step} are not complete") : null;

    private string? Alone(in SampleRow sample)
    {
        ReadOnlySpan<double> eigenvalues = sample.Eigenvalues.Span;
        for (int c = 1; c < eigenvalues.Length; c++)
        {
            if (eigenvalues[c] < eigenvalues[c - 1])
            {
                return FormattableString.Invariant($"lambda_{c + 1} is below lambda_{c}");
            }
        }

        return sample.Sample < 0 || sample.Sample >= (count ?? long.MaxValue) ? FormattableString.Invariant($"there is no sample {sample.Sample}")
            : sample.Label < 0 || sample.Label >= eigenvalues.Length ? FormattableString.Invariant($"there is no class {sample.Label}")
            : null;
    }

    private void Sum(in SampleRow sample)
    {
        (double least, double most) = (sample.Eigenvalues.Span[0], sample.Eigenvalues.Span[^1]);
        (_smallest, _largest) = _added == 0 ? (least, most) : (Math.Min(_smallest, least), Math.Max(_largest, most));
        _added++;
        _loss += sample.Loss;
        _logError += Math.Log(sample.FittingError);
        _logGradient += Math.Log(sample.GradientNorm);
        _u -= Math.Log(least);
        _l -= Math.Log(most);
        _least += least;
        _most += most;
        _isTiny |= !(sample.FittingError > Smallest && sample.GradientNorm > Smallest && least > Smallest);
    }

    private string? Next(in StepRow row)
    {
        (string Column, double Found, double Expected)[] means =
        [
            ("loss", row.Loss, _loss / _added), ("lambda_min_mean", row.LambdaMinMean, _least / _added), ("lambda_max_mean", row.LambdaMaxMean, _most / _added),
            ("lambda_min_min", row.LambdaMinMin, _smallest), ("lambda_max_max", row.LambdaMaxMax, _largest),
            .. _isTiny ? (ReadOnlySpan<(string, double, double)>)[] :
            [
                ("log_fitting_error", row.LogFittingError, _logError / _added), ("log_gradient_norm", row.LogGradientNorm, _logGradient / _added),
                ("U", row.U, _u / _added), ("L", row.L, _l / _added),
            ],
        ];
        (string Column, double Found, double Expected) wrong = means.FirstOrDefault(mean => !Findings.AreClose(mean.Found, mean.Expected));
        _row++;
        (_added, _isTiny) = (0, false);
        (_loss, _logError, _logGradient, _u, _l, _least, _most) = (0, 0, 0, 0, 0, 0, 0);
        return wrong.Column is null ? null
            : FormattableString.Invariant($"the samples of step {row.Step} give {wrong.Column} {wrong.Expected}, the row has {wrong.Found}");
    }
}
