using System.Xml.Linq;
using StructuralError.Experiments.Paper.Claims;
using static StructuralError.Reporting.Html.Sections.Markup;

namespace StructuralError.Reporting.Html.Sections;

/// <summary>A verdict as a sign and a word: its colour says nothing that these do not.</summary>
internal static class VerdictMark
{
    public static XElement Of(Verdict verdict)
    {
        (string kind, string sign) = verdict switch
        {
            Verdict.Reproduced => ("yes", "✓"),
            Verdict.ReproducedInPart => ("open", "◐"),
            Verdict.NotReproduced => ("no", "✗"),
            Verdict.CannotBeDecided => ("open", "–"),
            _ => ("open", "?"),
        };
        return Mark(kind, sign, Verdicts.Name(verdict));
    }

    /// <param name="kind"><c>yes</c>, <c>no</c> or <c>open</c>: the colour.</param>
    public static XElement Mark(string kind, string sign, string word) =>
        El("span", Class("mark mark-" + kind), El("span", new XAttribute("aria-hidden", "true"), sign), " " + word);
}
