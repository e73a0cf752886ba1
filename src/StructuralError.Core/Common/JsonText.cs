using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StructuralError.Core.Common;

/// <summary>Writes JSON that no record describes: values whose kinds the spec's fields and the layers know themselves.</summary>
public static class JsonText
{
    /// <summary>One document; an indented one ends with a line feed.</summary>
    public static string Write(Action<Utf8JsonWriter> write, bool indented = false)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = indented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, checked((int)stream.Length)) + (indented ? "\n" : string.Empty);
    }
}
