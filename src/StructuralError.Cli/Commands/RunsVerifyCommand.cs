using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Completion;
using StructuralError.Experiments.Datasets;
using StructuralError.Reporting.Listings;
using StructuralError.Reporting.Verification;

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
            foreach ((string path, Findings findings) in verifier.VerifyBelow(directory, cancellation))
            {
                results.Add((path, findings));
                if (!json)
                {
                    context.Print(VerificationListing.Lines(path, findings));
                }
            }
        }

        if (json)
        {
            context.Out.Write(VerificationListing.ToJson(results));
        }

        int wrong = results.Count(result => result.Findings.Problems.Count > 0);
        if (wrong > 0)
        {
            context.Error.WriteLine(FormattableString.Invariant($"error: {wrong} of {results.Count} runs are not as they should be."));
        }

        return wrong > 0 ? ExitCodes.Failure : ExitCodes.Success;
    }
}
