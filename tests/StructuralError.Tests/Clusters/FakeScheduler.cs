using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using StructuralError.Tests.Processes;

namespace StructuralError.Tests.Clusters;

/// <summary>
/// Programs of a scheduler that only take notes, in a directory of their own: <c>sbatch</c> keeps the script and puts its tasks into the queue, which
/// <c>squeue</c> prints and <c>scancel</c> empties. No task is started by itself.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class FakeScheduler : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public FakeScheduler()
    {
        Program("sbatch", """
            env >environment
            [ -e refuse ] && [ "$(cat jobs)" -ge "$(cat refuse)" ] && { echo 'sbatch: error: invalid partition specified: nowhere' >&2; exit 1; }
            job=$(($(cat jobs) + 1)); echo $job >jobs; cat >job-$job.sh; printf %s "$from" >folder-$job
            name=$(sed -n 's/^#SBATCH --job-name=//p' job-$job.sh)
            for task in $(seq 0 "$(sed -n 's/^#SBATCH --array=0-\([0-9]*\).*/\1/p' job-$job.sh)"); do echo "$job|$task|PENDING|Priority|$name" >>queue; done
            [ -e late ] && { echo 'sbatch: error: Batch job submission failed: Socket timed out on send/recv operation' >&2; exit 1; }
            echo $job
            """);
        Program("squeue", "{ echo \"$@\"; env | grep ^SQUEUE_; } >asked; [ -e down ] && { echo 'squeue: error: cannot reach the controller' >&2; exit 1; }; cat queue");
        Program("scancel", "echo \"$@\" >>cancelled; : >queue");
        Program("scontrol", "[ $1 = requeue ] && echo $2 >>requeued || cat config");
        _directory.Write("jobs", "0\n");
        Queue = string.Empty;
        Configure(maxArraySize: 1001, requeueExit: "75");
    }

    /// <summary>What PATH is with its programs: the shell's own come behind them.</summary>
    public string SearchPath => _directory.Path + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");

    /// <summary>A directory without any of its programs.</summary>
    public string Nowhere => Directory.CreateDirectory(_directory.File("nothing")).FullName;

    public string Queue
    {
        get => File.ReadAllText(_directory.File("queue"));
        set => _directory.Write("queue", value);
    }

    /// <summary>The scripts that were submitted.</summary>
    public IReadOnlyList<string> Scripts =>
        [.. Enumerable.Range(1, int.Parse(File.ReadAllText(_directory.File("jobs")), CultureInfo.InvariantCulture)).Select(job => File.ReadAllText(Script(job)))];

    /// <summary>What was asked of <c>scancel</c> (cancelled), <c>scontrol requeue</c> (requeued) or <c>squeue</c> (asked); the variables that <c>sbatch</c> saw
    /// (environment).</summary>
    public string Asked(string what) => File.Exists(_directory.File(what)) ? File.ReadAllText(_directory.File(what)).TrimEnd() : string.Empty;

    public void Configure(int maxArraySize, string requeueExit, string parameters = "(null)") => _directory.Write(
        "config", $"MaxArraySize            = {maxArraySize}\nRequeueExit             = {requeueExit}\nSchedulerParameters     = {parameters}\n");

    /// <summary>From now on <c>sbatch</c> refuses, once there are so many jobs.</summary>
    public void RefuseAfter(int jobs) => _directory.Write("refuse", $"{jobs}\n");

    /// <summary>From now on <c>sbatch</c> submits, and says that it failed.</summary>
    public void AnswerLate() => _directory.Write("late", string.Empty);

    /// <summary>From now on <c>squeue</c> fails.</summary>
    public void TakeDown() => _directory.Write("down", string.Empty);

    /// <summary>Starts a task as a node would, and takes it out of the queue.</summary>
    public ChildProcess Start(int job, int task, int restarts = 0, bool staysInQueue = false)
    {
        if (!staysInQueue)
        {
            Queue = string.Concat(Queue.Split('\n').Where(line => line.Length > 0 && !line.StartsWith($"{job}|{task}|", StringComparison.Ordinal)).Select(line => line + "\n"));
        }

        ProcessStartInfo start = SignalDefaults.Start("bash", [Script(job)]);
        start.WorkingDirectory = Folder(job);
        start.Environment["PATH"] = SearchPath;
        start.Environment["SLURM_ARRAY_JOB_ID"] = job.ToString(CultureInfo.InvariantCulture);
        start.Environment["SLURM_ARRAY_TASK_ID"] = task.ToString(CultureInfo.InvariantCulture);
        start.Environment["SLURM_RESTART_COUNT"] = restarts.ToString(CultureInfo.InvariantCulture);
        start.Environment["SLURM_CPUS_PER_TASK"] = "1";
        start.Environment["SLURMD_NODENAME"] = "node7";
        return ChildProcess.Start(start);
    }

    /// <summary>Where a job was submitted.</summary>
    public string Folder(int job) => File.ReadAllText(_directory.File($"folder-{job}"));

    /// <summary>Runs a task to its end.</summary>
    public async Task<int> RunAsync(int job, int task)
    {
        using ChildProcess process = Start(job, task);
        return await process.EndAsync();
    }

    public void Dispose() => _directory.Dispose();

    private string Script(int job) => _directory.File($"job-{job}.sh");

    private void Program(string name, string text)
    {
        string path = _directory.Write(name, $"#!/bin/bash\nfrom=$PWD\ncd \"$(dirname \"$0\")\" || exit\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
