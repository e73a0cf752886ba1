using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;

namespace StructuralError.Experiments.Clusters;

/// <summary>The script of an array job: options, and one command that a task becomes.</summary>
/// <remarks>
/// The task's process is the program itself, by <c>exec</c>: the signal before the time limit goes to the batch shell alone, and a shell that waits for the
/// program dies of it. <c>--open-mode=append</c> keeps what a task printed before it was started again. No path is in an option: a job is submitted in the
/// folder where its output belongs, because Slurm takes a percent sign, a backslash and a line feed in a path for something else.
/// </remarks>
internal static class JobScript
{
    private const string PlainLetters = "-_./:=,+@%";

    /// <param name="program">How the program is started; a path that the nodes have.</param>
    /// <param name="submission">Full path of the submission's file.</param>
    /// <param name="first">The task that array index 0 stands for.</param>
    /// <param name="count">Tasks of this job.</param>
    /// <param name="mostRunning">Tasks of this job at once; null for no limit.</param>
    public static string Write(
        ProgramCommand program, ClusterSettings settings, string workingDirectory, string submission, int first, int count, int? mostRunning)
    {
        string limit = mostRunning is { } most && most < count ? FormattableString.Invariant($"%{most}") : string.Empty;
        int warning = TimeLimit.WarningSeconds(settings.Time is { } time ? TimeLimit.Parse(time) : null);
        (string Name, string? Value)[] options =
        [
            ("job-name", Submission.JobName(submission, first)),
            ("array", FormattableString.Invariant($"0-{count - 1}{limit}")),
            ("cpus-per-task", FormattableString.Invariant($"{settings.ProcessorsPerTask ?? 1}")),
            ("time", settings.Time),
            ("partition", settings.Partition),
            ("account", settings.Account),
            ("mem", settings.Memory),
            ("gres", settings.Gres),
            ("output", "%A_%a.txt"),
            ("signal", FormattableString.Invariant($"B:USR1@{warning}")),
        ];
        string[] lines =
        [
            "#!/bin/bash",
            .. options.Where(option => option.Value is not null).Select(option => $"#SBATCH --{option.Name}={Quoted(option.Value!)}"),
            "#SBATCH --open-mode=append",
            "#SBATCH --requeue",
            .. settings.Others.Select(other => $"#SBATCH {other}"),
            $"cd {ShellWord.Quote(workingDirectory)} || exit",
            FormattableString.Invariant(
                $"exec {program.ToShell(["sweep", ClusterTask.CommandName, submission])} \"$((SLURM_ARRAY_TASK_ID + {first}))\""),
        ];
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>As Slurm takes a value apart: in double quotes where it has a blank or the like, with a backslash before a quote or a backslash.</summary>
    private static string Quoted(string value) =>
        value.All(letter => char.IsAsciiLetterOrDigit(letter) || PlainLetters.Contains(letter, StringComparison.Ordinal))
            ? value
            : "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
