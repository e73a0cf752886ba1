using StructuralError.Core.Common;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Sweeps;

/// <summary>Checks the keys of a sweep against the spec's fields and the parameters of its models.</summary>
public static class SweepKeys
{
    private const string ModelKey = "model";

    /// <param name="otherModel">The model named outside the sweep, or null.</param>
    public static IEnumerable<Problem> Check(SweepDefinition definition, string? otherModel, ExperimentServices services)
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
