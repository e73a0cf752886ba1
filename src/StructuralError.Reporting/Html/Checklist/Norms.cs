namespace StructuralError.Reporting.Html.Checklist;

/// <summary>Who asks.</summary>
internal static class Norms
{
    public const string CodeCompleteness = "ML Code Completeness";
    public const string Conference = "ACL, NeurIPS";
    public const string PyTorch = "PyTorch, reproducibility notes";
    public const string ReScience = "ReScience C";
    public const string TenYears = "Ten Years Challenge";
}
