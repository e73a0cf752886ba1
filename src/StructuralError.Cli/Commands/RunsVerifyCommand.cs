using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Completion;
using StructuralError.Cli.Documents;
using StructuralError.Cli.Runs;
using StructuralError.Core.Common;
using StructuralError.Reporting.Verification;
using StructuralError.Runs;

namespace StructuralError.Cli.Commands;

/// <summary><c>runs verify RUN...</c>: whether the files of runs are whole and agree with each other.</summary>
internal static class RunsVerifyCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string[]> directories = Options.Arguments("RUN", "run directories, or directories with runs below them").CompletedByRuns();
        Option<bool> json = RunsCommand.Json();
        var command = new Command("verify", "Check every hash, schema, row and figure of runs; exits 1 where something is wrong.") { directories, json };
        command.SetAction(result => context.Interruptible(
            "; not all of the runs were looked at.", cancellation => Run(context, result.GetValue(directories)!, result.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(CliContext context, string[] directories, bool json, CancellationToken cancellation)
    {
        var data = new DataHashCache(cancellation);
        var verifier = new RunVerifier(data.Find);
        var results = new List<(string Path, Findings Findings)>();
        foreach (string directory in directories)
        {
            foreach ((string path, Findings findings) in Verify(directory, verifier, cancellation))
            {
                results.Add((path, findings));
                if (!json)
                {
                    Write(context.Out, path, findings);
                }
            }
        }

        if (json)
        {
            context.Out.Write(ToJson(results));
        }

        int wrong = results.Count(result => result.Findings.Problems.Count > 0);
        if (wrong > 0)
        {
            context.Error.WriteLine(FormattableString.Invariant($"error: {wrong} of {results.Count} runs are not as they should be."));
        }

        return wrong > 0 ? ExitCodes.Failure : ExitCodes.Success;
    }

    private static IEnumerable<(string Path, Findings Findings)> Verify(string directory, RunVerifier verifier, CancellationToken cancellation)
    {
        if (!Directory.Exists(directory))
        {
            throw new UserErrorException(FailureKind.Usage, $"{directory}: there is no such directory.");
        }

        // A manifest that cannot be understood is a finding here, not something to pass over.
        List<(string Path, Findings Findings)> damaged = [];
        void Damaged(string path, string reason) => damaged.Add((path, new Findings(reason)));
        IEnumerable<(string Path, Findings Findings)> whole = RunSearch.Below(directory, Damaged).Select(run => (run.Path, verifier.Verify(run, cancellation)));
        bool isEmpty = true;
        foreach ((string, Findings) result in whole.Concat(damaged))
        {
            isEmpty = false;
            yield return result;
        }

        if (isEmpty)
        {
            throw new UserErrorException(FailureKind.Usage, $"{directory}: holds no run, nor does a directory below it.");
        }
    }

    private static void Write(TextWriter output, string path, Findings findings)
    {
        string problems = findings.Problems.Count == 1 ? "problem" : "problems";
        output.WriteLine(findings.Problems.Count == 0 ? $"ok   {path}" : FormattableString.Invariant($"BAD  {path}: {findings.Problems.Count} {problems}"));
        foreach (string problem in findings.Problems)
        {
            output.WriteLine($"     {problem}");
        }

        foreach (string note in findings.Notes)
        {
            output.WriteLine($"     note: {note}");
        }
    }

    private static string ToJson(IEnumerable<(string Path, Findings Findings)> results) => CliJson.Write(new VerificationDocument(
        RunList.Schema, results.Select(run => new VerificationEntry(run.Path, run.Findings.Problems.Count == 0, run.Findings.Problems, run.Findings.Notes))));
}
