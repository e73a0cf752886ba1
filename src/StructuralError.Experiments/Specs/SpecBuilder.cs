using System.Collections.Immutable;
using StructuralError.Core.Common;

namespace StructuralError.Experiments.Specs;

/// <summary>
/// Lays values over one another: defaults, then config files in the order given, then the command line. Later layers win; within one layer
/// a value may be given once. Nothing is thrown: every problem is kept, so that the user sees all of them at once.
/// </summary>
public sealed class SpecBuilder
{
    /// <summary>The origin of a value that nobody gave.</summary>
    public const string DefaultOrigin = "default";

    // By these names every model means a number; what others mean only the model's file tells.
    internal static readonly ImmutableArray<string> Sizes = ["k", "width", "channels"];

    private readonly ImmutableSortedDictionary<string, string>.Builder _origins =
        ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
    private readonly HashSet<string> _layer = new(StringComparer.Ordinal);
    private readonly List<Problem> _problems = [];
    private RunSpec _spec = SpecFields.Defaults;

    public SpecBuilder()
    {
        foreach (SpecField field in SpecFields.All)
        {
            _origins.Add(field.Name, DefaultOrigin);
        }
    }

    /// <summary>How much is wrong so far.</summary>
    public int ProblemCount => _problems.Count;

    /// <summary>Starts the next layer: what comes now may replace what came before.</summary>
    public void BeginLayer() => _layer.Clear();

    public void Report(Problem problem) => _problems.Add(problem);

    /// <summary>Sets the field of this name, or says that there is none.</summary>
    /// <param name="origin">Where the value came from, in the user's words: <c>--lr</c>, <c>config paper.json</c>.</param>
    public void Set(string name, SpecValue value, string origin)
    {
        if (SpecFields.Find(name) is not { } field)
        {
            string nearest = Suggestion.Phrase(name, SpecFields.All.Select(known => known.Name).Append("network"));
            string hint = nearest.Length > 0 ? nearest : "; a model's own parameters belong under \"network\".";
            Report(new Problem($"{origin}: unknown key {Wording.Quote(name)}{hint}"));
        }
        else if (IsFirst(field.Name, origin))
        {
            if (field.TryApply(_spec, value, out _spec) is { } problem)
            {
                Report(new Problem($"{Prefix(origin)}{problem.Message}"));
            }

            _origins[field.Name] = origin;
        }
    }

    /// <summary>Sets a parameter of the model. Which ones exist is the model file's business.</summary>
    public void SetNetwork(string name, SpecValue value, string origin)
    {
        if (!IsFirst("network." + name, origin))
        {
            return;
        }

        var whole = new WholeNumber<int>();
        bool isSize = Sizes.Contains(name);
        if (!isSize && new Flag().TryRead(value, out bool flag))
        {
            _spec = _spec with { Network = _spec.Network.SetItem(name, flag ? 1 : 0) };
        }
        else if (whole.TryRead(value, out int number))
        {
            _spec = _spec with { Network = _spec.Network.SetItem(name, number) };
        }
        else
        {
            string range = whole.Hint(value);
            string flags = isSize || range.Length > 0 ? string.Empty : ", true or false";
            Report(new Problem($"{Prefix(origin)}{name}: {value} is not {whole.Expectation}{range}{flags}."));
        }

        _origins["network." + name] = origin;
    }

    /// <summary><c>name=value</c>, split at the first equals sign: a field of the spec or else a parameter of the model.</summary>
    public void SetAssignment(string assignment, string origin)
    {
        int split = assignment.IndexOf('=', StringComparison.Ordinal);
        if (split <= 0)
        {
            Report(new Problem($"{origin}: '{assignment}' is not name=value, as {origin} k=3."));
            return;
        }

        (string name, SpecValue value) = (assignment[..split].Trim(), SpecValue.FromText(assignment[(split + 1)..]));
        if (SpecFields.Find(name) is null)
        {
            SetNetwork(name, value, origin);
        }
        else
        {
            Set(name, value, origin);
        }
    }

    /// <summary>Checks every value and returns what came out, with all problems.</summary>
    public ResolvedSpec Build() => new(_spec, _origins.ToImmutable(), [.. _problems, .. RunSpecValidator.Check(_spec)]);

    private bool IsFirst(string key, string origin)
    {
        if (_layer.Add(key))
        {
            return true;
        }

        Report(new Problem($"{origin}: '{key}' is given twice ({_origins[key]} and {origin}); give it once."));
        return false;
    }

    private static string Prefix(string origin) => origin.StartsWith("config ", StringComparison.Ordinal) ? origin + ": " : string.Empty;
}
