using System.Globalization;

namespace StructuralError.Runs.Columns;

/// <summary>What the tables of a run directory have in common.</summary>
internal static class RunTable
{
    public const string Remedy = "Restore the file or run the training again.";

    /// <summary>The objection to a step that does not come after the one before; null where it does, or where there is none before.</summary>
    public static string? NotAfter(long? before, long step) => before is null || step > before
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"column step: '{step}' does not come after {before}, the step of the line before.");
}
