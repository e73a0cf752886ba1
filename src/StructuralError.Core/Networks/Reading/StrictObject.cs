using System.Text.Json;
using StructuralError.Core.Common;

namespace StructuralError.Core.Networks.Reading;

/// <summary>One JSON object with a fixed set of fields: unknown and repeated ones are problems.</summary>
internal sealed class StrictObject
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly string _what;
    private readonly ProblemList _problems;

    /// <param name="what">What the object describes, for messages: <c>conv2d</c>.</param>
    /// <param name="fields">All fields it may have.</param>
    public StrictObject(JsonElement element, string path, string what, ProblemList problems, params string[] fields)
    {
        (_path, _what, _problems) = (path, what, problems);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!fields.Contains(property.Name))
            {
                problems.Add(path, $"unknown field {Wording.Quote(property.Name)}{Wording.Nearest(property.Name, fields)}; {what} has {Wording.List(fields)}");
            }
            else if (!_fields.TryAdd(property.Name, property.Value))
            {
                problems.Add(path, $"field '{property.Name}' is there twice; keep one");
            }
        }
    }

    public bool TryGet(string field, out JsonElement value) => _fields.TryGetValue(field, out value);

    /// <summary>As <see cref="TryGet"/>, but a missing field is a problem.</summary>
    public bool Require(string field, out JsonElement value)
    {
        bool found = _fields.TryGetValue(field, out value);
        if (!found)
        {
            _problems.Add(_path, $"{_what} needs the field '{field}'");
        }

        return found;
    }
}
