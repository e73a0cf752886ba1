using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using StructuralError.Core.Common;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Clusters;

/// <summary>Slurm's commands, as far as they are needed. None of them needs accounting.</summary>
/// <param name="path">The directories in which they are looked for, as <c>PATH</c> lists them.</param>
public sealed partial class Slurm(string? path)
{
    /// <summary>The name of this scheduler on the command line.</summary>
    public const string Name = "slurm";

    private const int DefaultMaxArraySize = 1001;

    // The columns of squeue that are asked for; a job's name, which may have anything in it, is the last.
    private const string QueueFormat = "%F|%K|%T|%r|%j";
    private const int QueueColumns = 5;

    /// <summary>Options of a script that a variable of the environment would override. What the script says was asked for.</summary>
    private static readonly (string Option, string Variable)[] Overridden =
    [
        ("array", "SBATCH_ARRAY_INX"), ("job-name", "SBATCH_JOB_NAME"), ("output", "SBATCH_OUTPUT"), ("signal", "SBATCH_SIGNAL"),
        ("open-mode", "SBATCH_OPEN_MODE"), ("requeue", "SBATCH_NO_REQUEUE"), ("time", "SBATCH_TIMELIMIT"), ("partition", "SBATCH_PARTITION"),
        ("account", "SBATCH_ACCOUNT"), ("mem", "SBATCH_MEM_PER_NODE"), ("gres", "SBATCH_GRES"),
    ];

    /// <summary>The first would make sbatch wait for the job; the second is of a job in which this one is submitted, and tasks would count from it.</summary>
    private static readonly string[] NeverPassedOn = ["SBATCH_WAIT", "SLURM_RESTART_COUNT"];

    /// <summary>How many tasks an array may have: its indices are below MaxArraySize, and a cluster may allow fewer tasks than that.</summary>
    public int MostTasks => Math.Min(
        Digits.Positive(Configured("MaxArraySize")) is { } size ? Math.Max(1, size - 1) : DefaultMaxArraySize - 1,
        Digits.Positive(MostArrayTasks().Match(Configured("SchedulerParameters") ?? string.Empty).Groups[1].Value) ?? int.MaxValue);

    /// <exception cref="UserErrorException">There is no sbatch (exit 69).</exception>
    public void RequireThere() => _ = Program("sbatch");

    /// <summary>Submits a script.</summary>
    /// <param name="folder">The job's working directory: what its tasks print goes there.</param>
    /// <returns>The job's id.</returns>
    /// <exception cref="UserErrorException">There is no sbatch, or it refused; its own words are in the message (exit 69).</exception>
    public string Submit(string script, string folder)
    {
        string output = Ask("sbatch", ["--parsable"], script, folder), id = Lines(output).LastOrDefault(string.Empty).Split(';')[0];
        return id.Length > 0 && id.All(char.IsAsciiDigit)
            ? id
            : throw new UserErrorException(FailureKind.Unavailable, $"sbatch: said '{Printable.Value(output)}' where the id of a job was expected.");
    }

    /// <summary>The user's tasks that are waiting or running, those of hidden partitions too.</summary>
    /// <exception cref="UserErrorException">There is no squeue, or it failed (exit 69).</exception>
    public IReadOnlyList<SlurmTask> Queue()
    {
        // Who has no name here is shown the tasks of all.
        string[] user = Environment.UserName is { Length: > 0 } name ? ["--user", name] : [];
        string output = Ask("squeue", ["--noheader", "--all", "--array", .. user, "--format", QueueFormat]);
        IEnumerable<SlurmTask> tasks =
            from line in Lines(output)
            let words = line.Split('|', QueueColumns)
            let index = words.Length == QueueColumns ? Digits.Read(words[1]) : null
            where index is not null
            select new SlurmTask(words[0], index.Value, $"{words[2]} ({words[3]})".ToLowerInvariant(), words[4]);
        return [.. tasks.DistinctBy(task => (task.Job, task.Index))];
    }

    /// <summary>The same, empty where there is no answer.</summary>
    /// <param name="fault">Why there is none; null where there is one.</param>
    public IReadOnlyList<SlurmTask> Queue(out string? fault)
    {
        try
        {
            fault = null;
            return Queue();
        }
        catch (UserErrorException exception)
        {
            fault = exception.Message;
            return [];
        }
    }

    /// <summary>Cancels jobs; those that have ended are no fault.</summary>
    /// <exception cref="UserErrorException">There is no scancel, or it refused (exit 69).</exception>
    public void Cancel(IEnumerable<string> jobs) => _ = Ask("scancel", jobs);

    /// <summary>Whether a task that ends with the code is started again by itself.</summary>
    public bool Requeues(int code) => (Configured("RequeueExit") ?? string.Empty).Split(',').Any(codes => Has(codes.Split('-'), code));

    /// <summary>Asks that a task that is running be started again. Slurm ends its processes then.</summary>
    /// <exception cref="UserErrorException">It refused (exit 69).</exception>
    public void Requeue(string task) => _ = Ask("scontrol requeue", [task]);

    private string? Configured(string key)
    {
        if (ProgramPath.Find("scontrol", path) is null)
        {
            return null;
        }

        (int code, string output, _) = Run("scontrol", ["show", "config"]);
        return code != 0 ? null : Lines(output).Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2 && pair[0].Trim() == key)
            .Select(pair => pair[1].Trim()).FirstOrDefault();
    }

    /// <summary>A code, or the first and the last of several.</summary>
    private static bool Has(string[] range, int code) => Digits.Positive(range[0]) <= code && code <= Digits.Positive(range[^1]);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <returns>What a command printed.</returns>
    /// <exception cref="UserErrorException">It is not there, or it failed; its own words are in the message (exit 69).</exception>
    private string Ask(string command, IEnumerable<string> arguments, string? input = null, string? folder = null)
    {
        string[] words = command.Split(' ');
        (int code, string output, string error) = Run(words[0], [.. words[1..], .. arguments], input, folder);
        string said = string.Join(" ", Lines(error).Select(line => Beginning().Replace(line, string.Empty)));
        return code == 0 ? output : throw new UserErrorException(FailureKind.Unavailable, FormattableString.Invariant(
            $"{command} failed with exit code {code}: {(said.Length > 0 ? Printable.Message(said).TrimEnd('.') : "it said nothing")}."));
    }

    private string Program(string name) => ProgramPath.Find(name, path) ?? throw new UserErrorException(
        FailureKind.Unavailable,
        $"{name}: no directory of PATH has it. Run this on a machine of the cluster, or load its module; without --on the runs are carried out here.");

    private (int Code, string Out, string Error) Run(string name, IEnumerable<string> arguments, string? input = null, string? folder = null)
    {
        string program = Program(name);
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // Paths in a script have the bytes of the file system's names, whatever the locale.
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            WorkingDirectory = folder ?? string.Empty,
        };
        string[] hidden = [.. start.Environment.Keys.Where(variable => IsHidden(name, variable, input))];
        Array.ForEach(hidden, variable => start.Environment.Remove(variable));
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            Feed(process, input);
            process.WaitForExit();
            return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
        }
        catch (Win32Exception exception)
        {
            throw new UserErrorException(FailureKind.Unavailable, $"{program}: cannot be started: {exception.Message}", exception);
        }
    }

    /// <summary>Whether a variable of the environment is kept from a command, whose options it would change.</summary>
    private static bool IsHidden(string name, string variable, string? script) => name switch
    {
        "sbatch" => NeverPassedOn.Contains(variable)
            || Overridden.Any(each => each.Variable == variable && script!.Contains($"#SBATCH --{each.Option}", StringComparison.Ordinal)),
        "squeue" or "scancel" => variable.StartsWith(name + "_", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static void Feed(Process process, string? input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended without reading; its exit code says why.
        }
    }

    [GeneratedRegex(@"^\w+: (error: )?")]
    private static partial Regex Beginning();

    [GeneratedRegex(@"\bmax_array_tasks=(\d+)")]
    private static partial Regex MostArrayTasks();
}

/// <summary>A task of an array job that is waiting or running.</summary>
/// <param name="Job">The array's id.</param>
/// <param name="State">In words, with the reason.</param>
public sealed record SlurmTask(string Job, int Index, string State, string JobName);
