using StructuralError.Core.Common;

namespace StructuralError.Core.Networks.Reading;

/// <summary>Collects what is wrong with one model, so that all of it is reported at once.</summary>
/// <param name="source">The file, as the user named it.</param>
internal sealed class ProblemList(string source)
{
    // Nobody reads more, and a hostile file could make a message of any size.
    private const int Most = 100;

    private readonly List<Problem> _problems = [];
    private int _left;

    public bool Any => _problems.Count > 0;

    /// <param name="path">JSON path of the place, or null for the file as a whole.</param>
    public void Add(string? path, string message)
    {
        Problem problem = new(path is null ? $"{source}: {message}" : $"{source}: {path}: {message}");
        if (_problems.Contains(problem))
        {
            // A block read again for another repetition has the same problem again.
            return;
        }

        if (_problems.Count < Most)
        {
            _problems.Add(problem);
        }
        else
        {
            _left++;
        }
    }

    /// <exception cref="UserErrorException">Something has been added; exit code 2.</exception>
    public void ThrowIfAny()
    {
        if (Any)
        {
            Problem[] rest = _left == 0 ? [] : [new Problem($"{source}: and {_left} more problems")];
            throw new UserErrorException(FailureKind.Usage, [.. _problems, .. rest]);
        }
    }
}
