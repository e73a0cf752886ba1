namespace StructuralError.Reporting.Figures.Pdf;

/// <summary>Of the standard 14 fonts those that figures use.</summary>
internal enum PdfFont
{
    Helvetica,
    HelveticaBold,
    Symbol,
}
