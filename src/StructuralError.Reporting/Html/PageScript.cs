namespace StructuralError.Reporting.Html;

/// <summary>The page's script: its parts one after the other, in a scope of their own.</summary>
internal static class PageScript
{
    // What uses something comes after it.
    private static readonly string[] Parts =
    [
        "numbers.js", "axis.js", "curves.js", "readout.js", "panel.js", "zoom.js", "pointer.js", "keyboard.js", "legend.js", "figure.js", "sorting.js",
        "start.js",
    ];

    public static string Text => $"(() => {{\n'use strict';\n{string.Join('\n', Parts.Select(Asset.Text))}}})();\n";
}
