using System.Text.Json;

namespace StructuralError.Core.Common;

/// <summary>What is wrong with a JSON text, for whoever wrote it: without the advice that System.Text.Json has for those who call it.</summary>
public static class JsonFault
{
    private static readonly string[] Endings = [" LineNumber:", " Path:", " Change the reader options"];

    /// <summary>A sentence, without the place.</summary>
    public static string Words(JsonException exception) => exception.Message.Contains("trailing comma", StringComparison.Ordinal)
        ? "a comma stands after the last element; remove it."
        : Endings.Aggregate(exception.Message, (message, ending) => message.Split(ending, 2)[0]);
}
