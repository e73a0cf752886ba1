using System.Globalization;
using System.Text;
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
        string limit = mostRunning is { } most && most < count ? string.Create(CultureInfo.InvariantCulture, $"%{most}") : string.Empty;
        var script = new StringBuilder("#!/bin/bash\n");
        Option("job-name", Submission.JobName(submission, first));
        Option("array", string.Create(CultureInfo.InvariantCulture, $"0-{count - 1}{limit}"));
        Option("cpus-per-task", (settings.ProcessorsPerTask ?? 1).ToString(CultureInfo.InvariantCulture));
        Option("time", settings.Time);
        Option("partition", settings.Partition);
        Option("account", settings.Account);
        Option("mem", settings.Memory);
        Option("gres", settings.Gres);
        Option("output", "%A_%a.txt");
        Option("signal", string.Create(
            CultureInfo.InvariantCulture, $"B:USR1@{TimeLimit.WarningSeconds(settings.Time is { } time ? TimeLimit.Parse(time) : null)}"));
        Line("--open-mode=append");
        Line("--requeue");
        foreach (string other in settings.Others)
        {
            Line(other);
        }

        string task = string.Create(CultureInfo.InvariantCulture, $"\"$((SLURM_ARRAY_TASK_ID + {first}))\"");
        script.Append(CultureInfo.InvariantCulture, $"cd {ShellWord.Quote(workingDirectory)} || exit\n");
        script.Append(CultureInfo.InvariantCulture, $"exec {program.ToShell(["sweep", ClusterTask.CommandName, submission])} {task}\n");
        return script.ToString();

        void Option(string name, string? value)
        {
            if (value is not null)
            {
                Line($"--{name}={Quoted(value)}");
            }
        }

        void Line(string text) => script.Append("#SBATCH ").Append(text).Append('\n');
    }

    /// <summary>As Slurm takes a value apart: in double quotes where it has a blank or the like, with a backslash before a quote or a backslash.</summary>
    private static string Quoted(string value) =>
        value.All(letter => char.IsAsciiLetterOrDigit(letter) || PlainLetters.Contains(letter, StringComparison.Ordinal))
            ? value
            : "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
