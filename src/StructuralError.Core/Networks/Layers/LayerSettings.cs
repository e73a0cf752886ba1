using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Networks.Reading;

namespace StructuralError.Core.Networks.Layers;

/// <summary>What stands behind a layer's name in a model file: fields, or a value alone.</summary>
/// <param name="Kind">The layer's.</param>
/// <param name="Path">Where the layer stands.</param>
/// <param name="Value">The settings.</param>
internal sealed record LayerSettings(LayerKind Kind, string Path, JsonElement Value, ValueReader Values, ProblemList Problems)
{
    private StrictObject? _fields;

    /// <summary>Where the settings stand.</summary>
    public string Inside => $"{Path}.{Kind.Name}";

    public bool AreFields => Value.ValueKind == JsonValueKind.Object;

    private StrictObject Fields => _fields ?? throw new InvalidOperationException("the fields have to be named first.");

    /// <summary>Begins to read fields: notes those that are not among <paramref name="names"/>.</summary>
    public void Name(params string[] names) => _fields = new StrictObject(Value, Inside, Kind.Name, Problems, names);

    /// <summary>The same where settings have to be fields; false where they are none, which is then noted.</summary>
    public bool TryName(params string[] names)
    {
        if (!AreFields)
        {
            Problems.Add(Inside, $"write {Kind.Example}, not {Wording.Describe(Value)}");
            return false;
        }

        Name(names);
        return true;
    }

    public bool TryGet(string field, out JsonElement value) => Fields.TryGet(field, out value);

    /// <inheritdoc cref="ValueReader.Size(StrictObject, string, string, int, int?)"/>
    public SizeSpec? Size(string field, int minimum, int? standard) => Values.Size(Fields, field, Inside, minimum, standard);

    /// <summary>The settings themselves as a size of at least 1.</summary>
    public SizeSpec? Size() => Values.Size(Value, Inside, 1);

    /// <inheritdoc cref="ValueReader.Flag"/>
    public FlagSpec? Flag(string field, bool standard) => Values.Flag(Fields, field, Inside, standard);
}
