using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;
using StructuralError.Cli.Common;
using StructuralError.Experiments.Clusters;
using StructuralError.Experiments.Services;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Storage;
using StructuralError.Tests.Durability;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Clusters;

/// <summary>What goes wrong while runs are handed to a cluster: no job is there that no command finds, and nobody is told what is not so.</summary>
[Trait("Speed", "Slow")]
[UnsupportedOSPlatform("windows")]
public sealed class SubmissionFaultTests : IDisposable
{
    private readonly ClusterBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public void Submit_TheDiskFailsAtAnyMoment_TheJobIsNamedAndFound()
    {
        int code;
        int found = 0;
        for (int failing = 0; (code = SubmitOn(failing)) != ExitCodes.Success; failing++)
        {
            Assert.Equal(ExitCodes.InputOutput, code);
            string said = _bench.Error;
            if (_bench.Scheduler.Queue.Length > 0)
            {
                string job = _bench.Scheduler.Queue.Split('|')[0];
                Assert.Contains($"were submitted before, as job {job}", said, StringComparison.Ordinal);
                Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "cancel", _bench.Sweep));
                Assert.Contains($"cancelled    job {job}", _bench.Out, StringComparison.Ordinal);
                found++;
            }

            Directory.Delete(_bench.Sweep, recursive: true);
        }

        Assert.True(found > 3, $"only {found} faults came between a job and its place in the file");

        int SubmitOn(int failing)
        {
            _bench.Files = new FaultyFileSystem(failing, Fault.All[0]);
            int result = _bench.Submit("seed=0,1", "--chunk", "1");
            _bench.Files = null;
            Directory.CreateDirectory(_bench.Sweep);
            return result;
        }
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Submit_TheCommandDiesBeforeTheFileNamesItsJob_TheJobIsKnownByItsName()
    {
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0,1", "--chunk", "1"));
        string file = Path.Combine(_bench.Sweep, "cluster", "submission-001.json");
        string text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, Regex.Replace(text, @"""jobs"": \[.*?\n  \]", "\"jobs\": []", RegexOptions.Singleline));
        Assert.Empty(Submission.Read(file).Jobs);

        Assert.Equal(ExitCodes.Success, _bench.Status());
        Assert.EndsWith("jobs      1\n2 runs: 2 waiting\n", _bench.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "resume", _bench.Sweep));
        Assert.Contains("submitted    nothing: 2 runs: 2 waiting", _bench.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "cancel", _bench.Sweep));
        Assert.Equal("1", _bench.Scheduler.Asked("cancelled"));
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public void Submit_SbatchAnswersTooLate_TheJobIsTakenAsSubmitted()
    {
        _bench.Scheduler.AnswerLate();
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0,1", "--chunk", "1"));
        Assert.Contains("submitted    2 runs in 2 tasks, as job 1 (2 tasks)", _bench.Out, StringComparison.Ordinal);
        Assert.Single(_bench.Scheduler.Scripts);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Submit_ToldToEndBetweenTwoJobs_NamesWhatIsSubmittedAndResumeSubmitsTheRest()
    {
        using var interruption = new Interruption();
        _bench.Listen = () => interruption;
        _bench.Scheduler.Configure(maxArraySize: 2, requeueExit: "75");
        Task<int> submitting = Task.Run(() => _bench.Submit("seed=0..29", "--chunk", "1"));
        await Patience.UntilAsync(() => submitting.IsCompleted || _bench.Scheduler.Queue.Length > 0, "the first job");
        interruption.Request(ExitCodes.Interrupted);
        Assert.Equal(ExitCodes.Interrupted, await submitting);
        Match told = Regex.Match(_bench.Error, "warning: Of 30 tasks ([0-9]+) were submitted before, as job 1");
        Assert.True(told.Success, _bench.Error);
        Assert.Contains("error: interrupted; what is submitted stays so.", _bench.Error, StringComparison.Ordinal);
        int before = int.Parse(told.Groups[1].Value);
        Assert.Equal(before, _bench.Scheduler.Scripts.Count);

        _bench.Listen = () => new Interruption();
        Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "resume", _bench.Sweep));
        Assert.Contains($"submitted    {30 - before} runs", _bench.Out, StringComparison.Ordinal);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Submit_InADirectoryOfAnyName_TheTaskFinishesItsRun()
    {
        using var bench = new ClusterBench("it's \"a\" 100%A b\\c\n$(d) ü日");
        Assert.Equal(ExitCodes.Success, bench.Submit("seed=0", "--chunk", "1"));
        Assert.Equal(Path.Combine(bench.Sweep, "cluster"), bench.Scheduler.Folder(1));

        // Slurm takes letters of a path for orders.
        string script = Assert.Single(bench.Scheduler.Scripts);
        Assert.All(script.Split('\n').Where(line => line.StartsWith("#SBATCH", StringComparison.Ordinal)), line => Assert.DoesNotContain("/", line, StringComparison.Ordinal));
        using ChildProcess task = bench.Scheduler.Start(1, 0);
        Assert.True(await task.EndAsync() == ExitCodes.Success, await task.Error);
        Assert.Equal(RunState.Finished, RunInspection.Of(Assert.Single(bench.Runs())).State);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Submit_VariablesThatWouldOverrideOptions_AreNotPassedOn()
    {
        Dictionary<string, string> environment = new()
        {
            ["SBATCH_PARTITION"] = "other",
            ["SBATCH_ACCOUNT"] = "mine",
            ["SBATCH_WAIT"] = "1",
            ["SBATCH_ARRAY_INX"] = "0-9",
            ["SLURM_RESTART_COUNT"] = "7",
            ["SQUEUE_PARTITION"] = "other",
        };
        (int code, _, string error) = await _bench.RunAsync(environment, _bench.Submission("seed=0", "--chunk", "1", "--partition", "short"));
        Assert.True(code == ExitCodes.Success, error);
        (code, string status, error) = await _bench.RunAsync(environment, "sweep", "status", _bench.Sweep);
        Assert.True(code == ExitCodes.Success, error);
        Assert.Contains("1 run: 1 waiting", status, StringComparison.Ordinal);

        string[] seen = _bench.Scheduler.Asked("environment").Split('\n');
        Assert.Equal(["SBATCH_ACCOUNT=mine"], seen.Where(variable => variable.StartsWith("SBATCH_", StringComparison.Ordinal)));
        Assert.DoesNotContain("SLURM_RESTART_COUNT=7", seen);
        Assert.DoesNotContain("SQUEUE_", _bench.Scheduler.Asked("asked"), StringComparison.Ordinal);
        Assert.Contains("--all --array", _bench.Scheduler.Asked("asked"), StringComparison.Ordinal);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public void Submit_AsJson_NamesTheJobsAndTheRuns()
    {
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0,1", "--chunk", "1", "--json"));
        using JsonDocument document = JsonDocument.Parse(_bench.Out);
        Assert.Equal(["1"], document.RootElement.GetProperty("jobs").EnumerateArray().Select(job => job.GetString()));
        Assert.Equal(["waiting", "waiting"], document.RootElement.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("state").GetString()));
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public void Resume_WithChunkAuto_KeepsTheSizeOfTheTasks()
    {
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0..3", "--chunk", "2"));
        Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "cancel", _bench.Sweep));
        Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "resume", _bench.Sweep, "--chunk", "auto"));
        Assert.Contains("submitted    4 runs in 2 tasks", _bench.Out, StringComparison.Ordinal);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public void Resume_OfTwoSweepsTheSecondIsRefused_TheFirstIsNamed()
    {
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0", "--chunk", "1"));
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=1", "--chunk", "1"));
        Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "cancel", _bench.Sweep));
        _bench.Scheduler.RefuseAfter(3);
        Assert.Equal(ExitCodes.Unavailable, _bench.Run("sweep", "resume", _bench.Sweep));
        Assert.Contains("submitted    1 run in 1 task, as job 3 (1 task)", _bench.Out, StringComparison.Ordinal);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public void Cancel_ItsTasksAreStillEnding_ResumeSubmitsThemAtOnce()
    {
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0", "--chunk", "1"));
        string waiting = _bench.Scheduler.Queue;
        Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "cancel", _bench.Sweep));
        _bench.Scheduler.Queue = waiting.Replace("PENDING", "COMPLETING", StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "resume", _bench.Sweep));
        Assert.Contains("submitted    1 run in 1 task, as job 2 (1 task)", _bench.Out, StringComparison.Ordinal);

        // Nor are they waited for where the scheduler says nothing.
        Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "cancel", _bench.Sweep));
        _bench.Scheduler.TakeDown();
        Assert.Equal(ExitCodes.Success, _bench.Status());
        Assert.Contains("1 run: 1 missing", _bench.Out, StringComparison.Ordinal);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Status_ATaskThatCouldNotStart_WhatItPrintedAtLast()
    {
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0..2", "--chunk", "1"));
        await File.WriteAllTextAsync(Path.Combine(_bench.Sweep, "cluster", "1_2.txt"), "a warning\nslurm_script: line 11: /program: No such file or directory\n");
        _bench.Scheduler.Queue = string.Empty;
        Assert.Equal(ExitCodes.Success, _bench.Status());
        Assert.Contains(": not begun; its task said at last: slurm_script: line 11: /program: No such file or directory\n", _bench.Out, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(_bench.Out, ": not begun\n"));
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public void Status_ARunThatIsTakenUpAgain_IsRunning()
    {
        Assert.Equal(ExitCodes.Failure, _bench.Run([.. _bench.Command("lr=1e30"), "--epochs", "20", "--out", _bench.Sweep]));
        Assert.Equal(ExitCodes.Success, _bench.Submit("lr=1e30", "--epochs", "20", "--chunk", "1"));
        _bench.Scheduler.Queue = string.Empty;
        string run = Assert.Single(_bench.Runs());
        using (RunLock.Acquire(run))
        {
            Assert.Equal(ExitCodes.Success, _bench.Status());
            Assert.Contains("1 run: 1 running", _bench.Out, StringComparison.Ordinal);
        }

        Assert.Equal(ExitCodes.Success, _bench.Status());
        Assert.Contains("1 run: 1 failed", _bench.Out, StringComparison.Ordinal);
    }

    /// <summary>To open a pipe that nobody writes to would wait for ever.</summary>
    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Status_PipeInPlaceOfTheHoldersName_IsNotWaitedFor()
    {
        Assert.Equal(ExitCodes.Success, _bench.Run([.. _bench.Command("seed=0"), "--out", _bench.Sweep]));
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0,1", "--chunk", "1"));
        string run = Path.Combine(_bench.Sweep, Path.GetFileName(Assert.Single(_bench.Runs())));
        File.Delete(Path.Combine(run, RunDirectory.SummaryName));
        using (RunLock.Acquire(run))
        {
            string holder = Path.Combine(run, RunLock.HolderFileName);
            File.Delete(holder);
            await ChildProcess.RunAsync(new ProcessStartInfo("mkfifo", [holder]));
            Assert.Equal(ExitCodes.Success, await Task.Run(_bench.Status).WaitAsync(Patience.Limit));
            Assert.Contains("1 running", _bench.Out, StringComparison.Ordinal);
        }
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Lock_AnotherCommandHoldsIt_SaysThatItIsWaitedFor()
    {
        var directory = new ClusterDirectory(_bench.Sweep);
        Stream held = directory.Lock(DiskFileSystem.Instance, Notices.None, CancellationToken.None);
        List<string> said = [];
        Task<Stream> second = Task.Run(() => directory.Lock(DiskFileSystem.Instance, new Notices(said.Add, said.Add), CancellationToken.None));
        await Patience.UntilAsync(() => second.IsCompleted || said.Count > 0, "a notice");
        await held.DisposeAsync();
        await using Stream own = await second;
        Assert.Contains("another command is submitting", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Submit_WhereFilesAreNotLocked_Warns()
    {
        Dictionary<string, string> environment = new() { ["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1" };
        (int code, _, string error) = await _bench.RunAsync(environment, _bench.Submission("seed=0", "--chunk", "1"));
        Assert.True(code == ExitCodes.Success, error);
        Assert.Contains("warning: ", error, StringComparison.Ordinal);
        Assert.Contains("this file system locks no files", error, StringComparison.Ordinal);
    }
}
