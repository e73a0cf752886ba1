using StructuralError.Core.Common;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Sweeps;

/// <summary>Checks the keys of a sweep against the spec's fields and the parameters of its models.</summary>
public static class SweepKeys
{
    private const string ModelKey = "model";

    /// <summary>The sweep with what is given beside it, which wins over its file as it does for a single run; all that is wrong with it is added.</summary>
    /// <param name="given">Keys that options give a value.</param>
    /// <param name="model">The model that an option names.</param>
    public static SweepDefinition Settle(
        SweepDefinition definition, IReadOnlyCollection<string> given, Func<string> model, ExperimentServices services, List<Problem> problems)
    {
        string[] inGrid = [.. definition.Axes.Where(axis => given.Contains(axis.Key)).Select(axis => axis.Key)];
        problems.AddRange(inGrid.Select(key => new Problem($"'{key}' is in the grid and also given as an option; leave one of the two out.")));
        definition = definition.Without(given.Except(inGrid));
        problems.AddRange(definition.Problems());
        problems.AddRange(Check(definition, given.Contains(ModelKey) ? model() : null, services));
        return definition;
    }

    /// <param name="otherModel">The model named outside the sweep, or null.</param>
    private static IEnumerable<Problem> Check(SweepDefinition definition, string? otherModel, ExperimentServices services)
    {
        string[] models = [.. definition.ValuesOf(ModelKey)];
        models = models.Length > 0 ? models : [otherModel ?? SpecFields.Defaults.Model];
        string[] parameters = [.. models.SelectMany(model => Parameters(model, services)).Distinct(StringComparer.Ordinal)];
        string[] known = [.. SpecFields.All.Select(field => field.Name), .. parameters];
        return definition.Keys.Where(key => !known.Contains(key)).Select(key =>
        {
            string nearest = Suggestion.Phrase(key, [.. known, .. SpecFields.All.Select(field => field.ShortName)]);
            return new Problem($"unknown key '{key}'{(nearest.Length > 0 ? nearest : $"; there are {string.Join(", ", known)}.")}");
        });
    }

    private static IEnumerable<string> Parameters(string model, ExperimentServices services)
    {
        try
        {
            return services.LoadModel(model).Defaults.Keys;
        }
        catch (UserErrorException)
        {
            // Reported where the runs are resolved.
            return [];
        }
    }
}
