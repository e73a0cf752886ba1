using System.CommandLine;
using StructuralError.Cli.Common;

namespace StructuralError.Cli.Commands;

/// <summary><c>export weights</c>: what a run has learned, for other programs.</summary>
internal static class ExportCommand
{
    public static Command Create(CliContext context) => new("export", "Export what a run has learned.") { ExportWeightsCommand.Create(context) };
}
