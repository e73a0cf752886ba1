namespace StructuralError.Reporting.Html;

/// <summary>
/// What the browser may do: apply this very style sheet and run this very script, known by their hashes. No loading, no sending, no other script.
/// </summary>
internal static class ContentSecurityPolicy
{
    public static string For(EmbeddedText style, EmbeddedText script) =>
        $"default-src 'none'; img-src data:; style-src 'sha256-{style.Sha256}'; script-src 'sha256-{script.Sha256}'; base-uri 'none'; form-action 'none'";
}
