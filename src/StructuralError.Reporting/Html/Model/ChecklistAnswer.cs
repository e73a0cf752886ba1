namespace StructuralError.Reporting.Html.Model;

/// <summary>One line of the reproducibility checklist.</summary>
/// <param name="Item">What a reader may ask for.</param>
/// <param name="Norm">Who asks: the checklist it is taken from.</param>
/// <param name="Explanation">What is there, or what is missing.</param>
public sealed record ChecklistAnswer(string Item, string Norm, Answer Answer, string Explanation);

public enum Answer
{
    Yes,
    Partly,
    No,
}
