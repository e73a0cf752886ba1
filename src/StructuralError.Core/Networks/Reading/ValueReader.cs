using System.Collections.Immutable;
using System.Text.Json;
using StructuralError.Core.Common;

namespace StructuralError.Core.Networks.Reading;

/// <summary>Reads the values in a layer's settings: sizes, flags, probabilities. Null means that a problem has been noted.</summary>
internal sealed class ValueReader(ImmutableArray<ModelParameter> parameters, ProblemList problems)
{
    /// <summary>The size that every model may use without declaring it: the data set's number of classes.</summary>
    public const string Classes = "classes";

    /// <summary>The size in a field; a missing field is <paramref name="standard"/>, or a problem where that is null.</summary>
    public SizeSpec? Size(StrictObject fields, string field, string path, int minimum, int? standard)
    {
        string inside = $"{path}.{field}";
        if (standard is int number && !fields.TryGet(field, out _))
        {
            return new SizeSpec(null, number, minimum, inside);
        }

        return fields.Require(field, out JsonElement element) ? Size(element, inside, minimum) : null;
    }

    /// <summary>A whole number of at least <paramref name="minimum"/>, or the name of a parameter that is one.</summary>
    public SizeSpec? Size(JsonElement element, string path, int minimum)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int number) && number >= minimum)
        {
            return new SizeSpec(null, number, minimum, path);
        }

        if (element.ValueKind != JsonValueKind.String)
        {
            problems.Add(path, $"a size is a whole number from {minimum} to {Wording.Number(int.MaxValue)} or the name of a parameter, not "
                + $"{Wording.Describe(element)}");
            return null;
        }

        return Parameter(element.GetString()!, path, isFlag: false) is string name ? new SizeSpec(name, 0, minimum, path) : null;
    }

    /// <summary>True or false, or the name of a parameter that is; a missing field is <paramref name="standard"/>.</summary>
    public FlagSpec? Flag(StrictObject fields, string field, string path, bool standard)
    {
        if (!fields.TryGet(field, out JsonElement element))
        {
            return new FlagSpec(null, standard);
        }

        string inside = $"{path}.{field}";
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return new FlagSpec(null, element.GetBoolean());
        }

        if (element.ValueKind != JsonValueKind.String)
        {
            problems.Add(inside, $"'{field}' is true, false or the name of a parameter that is, not {Wording.Describe(element)}");
            return null;
        }

        return Parameter(element.GetString()!, inside, isFlag: true) is string name ? new FlagSpec(name, false) : null;
    }

    /// <summary>The name of a parameter that is true or false, or a whole number, as is needed; null where it is none, which is then noted.</summary>
    private string? Parameter(string name, string path, bool isFlag)
    {
        string[] declared = [.. parameters.Where(parameter => parameter.IsFlag == isFlag).Select(parameter => parameter.Name)];
        string[] names = isFlag ? declared : [.. declared, Classes];
        if (names.Contains(name))
        {
            return name;
        }

        string there = names.Length == 0 ? "the file declares none" : $"there are {Wording.List(names)}";
        (string kind, string needed) = isFlag ? ("a whole number", "true or false") : ("true or false", "a whole number");
        problems.Add(path, name == Classes || parameters.Any(parameter => parameter.Name == name)
            ? $"parameter '{name}' is {kind}, but {needed} is needed here"
            : $"there is no parameter {Wording.Quote(name)}{Wording.Nearest(name, names)}{(isFlag ? " that is true or false; " : "; for sizes ")}{there}");
        return null;
    }
}

/// <summary>A whole number in a model file, written out or by the name of a parameter.</summary>
/// <param name="Name">The parameter's name, or null for a number.</param>
/// <param name="Minimum">The least value that makes sense at this place.</param>
/// <param name="Path">Where it stands in the file.</param>
internal readonly record struct SizeSpec(string? Name, int Number, int Minimum, string Path);

/// <summary>A truth value in a model file, written out or by the name of a parameter.</summary>
internal readonly record struct FlagSpec(string? Name, bool Value);
