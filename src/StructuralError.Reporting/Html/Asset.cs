using System.Reflection;

namespace StructuralError.Reporting.Html;

/// <summary>The files of <c>Assets</c>, which are part of the assembly.</summary>
internal static class Asset
{
    private const string Prefix = "StructuralError.Reporting.Html.Assets.";

    /// <summary>The text with <c>\n</c>, however the file was checked out.</summary>
    public static string Text(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name)
            ?? throw new InvalidOperationException($"{name} is not part of the assembly.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
