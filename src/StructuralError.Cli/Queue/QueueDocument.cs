using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;

namespace StructuralError.Cli.Queue;

/// <summary>A queue's results as JSON.</summary>
internal static class QueueDocument
{
    private const int Schema = 1;

    public static string Of(QueueResult result) => JsonText.Write(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", Schema);
            WriteRuns(writer, result);
            writer.WriteEndObject();
        },
        indented: true);

    /// <summary>For a dry run: what would be done.</summary>
    public static string Of(IEnumerable<(QueuedRun Run, QueueDecision Decision, string Command)> decisions) => JsonText.Write(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", Schema);
            writer.WriteStartArray("runs");
            foreach ((QueuedRun run, QueueDecision decision, string command) in decisions)
            {
                writer.WriteStartObject();
                writer.WriteString("run_directory", Path.GetFullPath(run.Directory));
                writer.WriteString("would", decision.Action.ToString().ToLowerInvariant());
                writer.WriteString("reason", decision.Reason);
                writer.WriteString("command", command);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        indented: true);

    public static void WriteRuns(Utf8JsonWriter writer, QueueResult result)
    {
        writer.WriteStartArray("runs");
        foreach (QueuedRunResult run in result.Runs)
        {
            writer.WriteStartObject();
            writer.WriteString("run_directory", Path.GetFullPath(run.Run.Directory));
            writer.WriteString("result", QueueText.Of(run.State));
            writer.WriteString("reason", run.Detail);
            if (run.ExitCode is { } exitCode)
            {
                writer.WriteNumber("exit_code", exitCode);
                writer.WriteReal("seconds", run.Duration.TotalSeconds);
                writer.WriteString("log", Path.GetFullPath(run.Run.LogPath));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
