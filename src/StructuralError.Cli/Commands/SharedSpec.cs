using System.CommandLine;
using StructuralError.Core.Common;
using StructuralError.Experiments.Specs;

namespace StructuralError.Cli.Commands;

/// <summary>Reads the values that all networks or runs of one command share. Its precision is float64 unless the user says otherwise: what is compared should not differ by rounding.</summary>
internal static class SharedSpec
{
    /// <param name="problems">Receives all that is wrong with the values.</param>
    public static RunSpec Read(ParseResult result, Option<string> precision, IEnumerable<(SpecField Field, Option<string> Option)> fields, List<Problem> problems)
    {
        var builder = new SpecBuilder();
        builder.Set("precision", SpecValue.FromText(result.GetValue(precision) ?? "f64"), precision.Name);
        foreach ((SpecField field, Option<string> option) in fields)
        {
            if (result.GetValue(option) is { } text)
            {
                builder.Set(field.Name, SpecValue.FromText(text), option.Name);
            }
        }

        ResolvedSpec resolved = builder.Build();
        problems.AddRange(resolved.Problems);
        return resolved.Spec;
    }
}
