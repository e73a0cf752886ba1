namespace StructuralError.Core.Common;

/// <summary>One thing wrong with what the user gave: names the thing, the value and what to do.</summary>
public sealed record Problem(string Message);

/// <summary>
/// An error meant for the user: its message is printed as it is, without a stack trace, and <see cref="Kind"/> says what kind of thing it is.
/// </summary>
public sealed class UserErrorException : Exception
{
    public UserErrorException(FailureKind kind, string message, Exception? inner = null)
        : base(message, inner) => (Kind, Problems) = (kind, [new Problem(message)]);

    /// <summary>Several problems at once, all of them reported.</summary>
    public UserErrorException(FailureKind kind, IReadOnlyList<Problem> problems)
        : base(string.Join(Environment.NewLine, problems.Select(problem => problem.Message))) => (Kind, Problems) = (kind, problems);

    /// <summary>Reports what is wrong with what the user gave, all at once; does nothing where nothing is.</summary>
    /// <exception cref="UserErrorException"><see cref="FailureKind.Usage"/>.</exception>
    public static void ThrowIfAny(IReadOnlyList<Problem> problems)
    {
        if (problems.Count > 0)
        {
            throw new UserErrorException(FailureKind.Usage, problems);
        }
    }

    public FailureKind Kind { get; }

    public IReadOnlyList<Problem> Problems { get; }
}
