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

        string[] names = [.. parameters.Where(parameter => !parameter.IsFlag).Select(parameter => parameter.Name), Classes];
        if (element.ValueKind != JsonValueKind.String)
        {
            problems.Add(path, $"a size is a whole number from {minimum} to {Wording.Number(int.MaxValue)} or the name of a parameter, not "
                + $"{Wording.Describe(element)}");
            return null;
        }

        string name = element.GetString()!;
        if (!names.Contains(name))
        {
            problems.Add(path, IsDeclared(name)
                ? $"parameter '{name}' is true or false, but a whole number is needed here"
                : $"there is no parameter {Wording.Quote(name)}{Wording.Nearest(name, names)}; for sizes there are {Wording.List(names)}");
            return null;
        }

        return new SizeSpec(name, 0, minimum, path);
    }

    /// <summary>True or false, or the name of a parameter that is; a missing field is <paramref name="standard"/>.</summary>
    public FlagSpec? Flag(StrictObject fields, string field, string path, bool standard)
    {
        if (!fields.TryGet(field, out JsonElement element))
        {
            return new FlagSpec(null, standard);
        }

        string inside = $"{path}.{field}";
        string[] names = [.. parameters.Where(parameter => parameter.IsFlag).Select(parameter => parameter.Name)];
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return new FlagSpec(null, element.GetBoolean());
        }

        if (element.ValueKind != JsonValueKind.String)
        {
            problems.Add(inside, $"'{field}' is true, false or the name of a parameter that is, not {Wording.Describe(element)}");
            return null;
        }

        string name = element.GetString()!;
        if (!names.Contains(name))
        {
            string there = names.Length == 0 ? "the file declares none" : $"there are {Wording.List(names)}";
            problems.Add(inside, IsDeclared(name)
                ? $"parameter '{name}' is a whole number, but true or false is needed here"
                : $"there is no parameter {Wording.Quote(name)}{Wording.Nearest(name, names)} that is true or false; {there}");
            return null;
        }

        return new FlagSpec(name, false);
    }

    private bool IsDeclared(string name) => name == Classes || parameters.Any(parameter => parameter.Name == name);
}
