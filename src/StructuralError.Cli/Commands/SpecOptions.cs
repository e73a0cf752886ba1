using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Completions;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Models;
using StructuralError.Experiments.Specs;

namespace StructuralError.Cli.Commands;

/// <summary>Options that are fields of the spec.</summary>
/// <param name="fields">In the order of the help.</param>
/// <param name="withDefaults">Whether the help tells the defaults.</param>
internal sealed class SpecOptions(IEnumerable<SpecField> fields, bool withDefaults = true)
{
    private readonly ImmutableArray<(SpecField Field, Option Option)> _fields = [.. fields.Select(field => (field, Create(field, withDefaults)))];

    public SpecOptions(bool withDefaults, params ReadOnlySpan<string> names)
        : this([.. names.ToArray().Select(name => SpecFields.Find(name)!)], withDefaults)
    {
    }

    public IEnumerable<Option> All => _fields.Select(pair => pair.Option);

    /// <summary>For what compares networks or runs with each other: that should not differ by rounding.</summary>
    public Option<string> Precision { get; } = Options.Text("--precision", "VALUE", "f32 or f64 (default: f64)");

    /// <summary>Gives the values to a spec that is being built.</summary>
    public void Read(ParseResult result, SpecBuilder builder)
    {
        foreach ((SpecField field, Option option) in _fields)
        {
            if (result.Text(option) is { } text)
            {
                builder.Set(field.Name, SpecValue.FromText(text), option.Name);
            }
        }
    }

    /// <summary>The values that all networks or runs of one command share, with <see cref="Precision"/>.</summary>
    /// <param name="problems">Receives all that is wrong with them.</param>
    /// <param name="precision">Where none was given.</param>
    public RunSpec ReadShared(ParseResult result, List<Problem> problems, string precision = "f64")
    {
        var builder = new SpecBuilder();
        builder.Set("precision", SpecValue.FromText(result.GetValue(Precision) ?? precision), Precision.Name);
        Read(result, builder);
        ResolvedSpec resolved = builder.Build();
        problems.AddRange(resolved.Problems);
        return resolved.Spec;
    }

    private static Option Create(SpecField field, bool withDefaults)
    {
        string description = field.IsFlag || !withDefaults ? field.Help : $"{field.Help} (default: {field.DefaultWords ?? field.Text(SpecFields.Defaults)})";
        Option option = field.IsFlag ? Options.Flag(field.Option, description) : Options.Text(field.Option, "VALUE", description);
        option.CompletionSources.Add(_ => Choices(field).Select(value => new CompletionItem(value)));
        return option;
    }

    /// <summary>The values that have names, for completion.</summary>
    private static IEnumerable<string> Choices(SpecField field) => field.Name switch
    {
        "model" => ModelLocator.Default.Available,
        "dataset" => DatasetProvider.Names,
        _ => field.Choices,
    };
}
