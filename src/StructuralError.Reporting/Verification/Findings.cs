using StructuralError.Core.Common;
using StructuralError.Runs;
using StructuralError.Runs.Directories;

namespace StructuralError.Reporting.Verification;

/// <summary>What was found on looking at a run.</summary>
/// <param name="problems">Those that are known already.</param>
public sealed class Findings(params IEnumerable<string> problems)
{
    // Sums of up to some hundred thousand float64 numbers.
    private const double RelativeTolerance = 1e-9;

    private const string Unwritten = "is missing; the spec asks for it";

    private readonly List<string> _problems = [.. problems];
    private readonly List<string> _notes = [];

    /// <summary>What is wrong, each naming the file.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>What could not be looked at, or need not be as it is.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public void Problem(string text) => _problems.Add(text);

    public void Note(string text) => _notes.Add(text);

    /// <summary>A problem where there is no excuse for it, otherwise a note.</summary>
    public void Add(string text, bool isProblem) => (isProblem ? _problems : _notes).Add(text);

    /// <summary>A problem where the two differ; where a file does not say, nothing.</summary>
    public void Compare<T>(string what, T? found, T? expected)
    {
        if (found is not null && expected is not null && !found.Equals(expected))
        {
            Problem(FormattableString.Invariant($"{what} is {found}, it must be {expected}"));
        }
    }

    /// <summary>As <see cref="Compare{T}(string, T, T)"/>, but for the rounding of sums that were taken in another order.</summary>
    public void CompareReal(string what, double? found, double? expected)
    {
        if (found is { } value && expected is { } wanted && !AreClose(value, wanted))
        {
            Problem(FormattableString.Invariant($"{what} is {found}, it must be {expected}"));
        }
    }

    /// <summary>Whether two numbers are the same but for rounding; infinities and NaN are the same as themselves.</summary>
    public static bool AreClose(double found, double expected) =>
        found.Equals(expected) || Math.Abs(found - expected) <= RelativeTolerance * Math.Max(1, Math.Abs(expected));

    /// <summary>Whether a file of rows is there; a finished run has to have it.</summary>
    internal bool Has(Run run, string name, string missing = Unwritten)
    {
        bool isThere = File.Exists(run.File(name));
        if (!isThere && run.State == RunState.Finished)
        {
            Problem($"{name}: {missing}");
        }

        return isThere;
    }

    /// <summary>The rows of a file; null where it is not there or broken.</summary>
    /// <param name="read">Is told of half a line: a killed run leaves one and a running one may be writing it; a finished one has neither excuse.</param>
    internal IReadOnlyList<T>? Rows<T>(Run run, string name, Func<Action<string>?, IReadOnlyList<T>> read, string missing = Unwritten)
    {
        if (!Has(run, name, missing))
        {
            return null;
        }

        try
        {
            return read(text => Add(text, isProblem: run.State == RunState.Finished));
        }
        catch (UserErrorException exception)
        {
            Problem(exception.Message);
            return null;
        }
    }
}
