using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Experiments.Models;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;

namespace StructuralError.Experiments.Measure;

/// <summary>The networks of every combination of model, width or channels, k and seed, in that order.</summary>
/// <param name="Common">What all of them share.</param>
/// <param name="Models">Names or paths.</param>
/// <param name="K">Numbers of blocks, for the models that have the parameter.</param>
/// <param name="Widths">For the models that have the parameter; empty for each model's own.</param>
/// <param name="Channels">The same.</param>
public sealed record InitialGrid(
    RunSpec Common, ImmutableArray<string> Models, ImmutableArray<int> K, ImmutableArray<int> Widths, ImmutableArray<int> Channels, ImmutableArray<long> Seeds)
{
    /// <summary>Resolves every network for data of this shape.</summary>
    /// <exception cref="UserErrorException">Exit 2, with all that is wrong: no such model, a parameter that no model has, a network that does not fit the
    /// data.</exception>
    public IReadOnlyList<InitialNetwork> Resolve(ExperimentServices services, TensorShape shape, int classes)
    {
        var problems = new List<Problem>();
        var declared = new HashSet<string>(StringComparer.Ordinal);
        InitialNetwork[] networks = [.. Models.SelectMany(model => RunPlan.Collect(problems, () => Networks(model)) ?? [])];
        problems.AddRange(problems.Count == 0 ? Unused(declared) : []);
        UserErrorException.ThrowIfAny(problems);
        return networks;

        InitialNetwork[] Networks(string model)
        {
            ModelFile file = services.LoadModel(model);
            declared.UnionWith(file.Defaults.Keys);
            return
            [
                .. from values in Combinations(file)
                   let network = file.Resolve(values, shape, classes)
                   from seed in Seeds
                   select InitialNetwork.Of(Common with { Model = model, Network = values, Seed = seed }, network),
            ];
        }
    }

    private IEnumerable<ImmutableSortedDictionary<string, int>> Combinations(ModelFile file)
    {
        ImmutableSortedDictionary<string, int> none = RunSpec.NoParameters;
        return from channels in Over(file, "channels", Channels, none)
               from width in Over(file, "width", Widths, channels)
               from k in Over(file, "k", K, width)
               select k;
    }

    /// <summary>The values with each of the list's for this parameter, or as they are where the model has no such parameter or nothing was asked for.</summary>
    private static IEnumerable<ImmutableSortedDictionary<string, int>> Over(
        ModelFile file, string name, ImmutableArray<int> list, ImmutableSortedDictionary<string, int> values) =>
        list.IsEmpty || !file.Defaults.ContainsKey(name) ? [values] : list.Select(value => values.SetItem(name, value));

    private IEnumerable<Problem> Unused(HashSet<string> declared)
    {
        (string Name, bool IsGiven)[] lists = [("width", !Widths.IsEmpty), ("channels", !Channels.IsEmpty)];
        return lists.Where(list => list.IsGiven && !declared.Contains(list.Name))
            .Select(list => new Problem($"--{list.Name}: none of the models {string.Join(", ", Models)} has a parameter '{list.Name}'."));
    }
}
