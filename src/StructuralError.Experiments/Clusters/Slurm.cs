using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
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

    /// <summary>How large an array may be: its indices are below this.</summary>
    public int MaxArraySize => int.TryParse(Configured("MaxArraySize"), NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 1
        ? size
        : DefaultMaxArraySize;

    /// <exception cref="UserErrorException">There is no sbatch (exit 69).</exception>
    public void RequireThere() => _ = Program("sbatch");

    /// <summary>Submits a script.</summary>
    /// <returns>The job's id.</returns>
    /// <exception cref="UserErrorException">There is no sbatch, or it refused; its own words are in the message (exit 69).</exception>
    public string Submit(string script)
    {
        (int code, string output, string error) = Run("sbatch", ["--parsable"], script);
        string id = output.Split(';', '\n')[0].Trim();
        return code == 0 && id.Length > 0 ? id : throw Refused("sbatch", code, error);
    }

    /// <summary>The user's tasks that are waiting or running, as <c>12_3</c>, each with its state.</summary>
    /// <exception cref="UserErrorException">There is no squeue, or it failed (exit 69).</exception>
    public Dictionary<(string Job, int Index), string> Queue()
    {
        (int code, string output, string error) = Run("squeue", ["--noheader", "--array", "--user", Environment.UserName, "--format", "%F|%K|%T|%r"]);
        return code != 0
            ? throw Refused("squeue", code, error)
            : Lines(output).Select(line => line.Split('|')).Where(words => words.Length >= 4 && IsIndex(words[1]))
                .DistinctBy(words => (words[0], words[1]))
                .ToDictionary(words => (words[0], int.Parse(words[1], CultureInfo.InvariantCulture)), words => $"{words[2]} ({words[3]})".ToLowerInvariant());
    }

    /// <summary>Cancels jobs; those that have ended are no fault.</summary>
    /// <exception cref="UserErrorException">There is no scancel, or it refused (exit 69).</exception>
    public void Cancel(IEnumerable<string> jobs)
    {
        (int code, _, string error) = Run("scancel", jobs);
        if (code != 0)
        {
            throw Refused("scancel", code, error);
        }
    }

    /// <summary>Whether a task that ends with the code is started again by itself.</summary>
    public bool Requeues(int code) =>
        Configured("RequeueExit")?.Split(',').Contains(code.ToString(CultureInfo.InvariantCulture)) == true;

    /// <summary>Asks that a task that is running be started again. Slurm ends its processes then.</summary>
    /// <exception cref="UserErrorException">It refused (exit 69).</exception>
    public void Requeue(string task)
    {
        (int code, _, string error) = Run("scontrol", ["requeue", task]);
        if (code != 0)
        {
            throw Refused("scontrol requeue", code, error);
        }
    }

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

    private static bool IsIndex(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static UserErrorException Refused(string program, int code, string error)
    {
        string words = string.Join(" ", Lines(error).Select(line => Beginning().Replace(line, string.Empty)));
        return new UserErrorException(FailureKind.Unavailable, FormattableString.Invariant(
            $"{program} failed with exit code {code}: {(words.Length > 0 ? Printable.Message(words) : "it said nothing")}"));
    }

    private string Program(string name) => ProgramPath.Find(name, path) ?? throw new UserErrorException(
        FailureKind.Unavailable,
        $"{name}: no directory of PATH has it. Run this on a machine of the cluster, or load its module; without --on the runs are carried out here.");

    private (int Code, string Out, string Error) Run(string name, IEnumerable<string> arguments, string? input = null)
    {
        string program = Program(name);
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
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
}
