using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Experiments.Datasets;

namespace StructuralError.Cli.Commands;

/// <summary><c>data verify</c>: whether MNIST's four files are there and are what they should be.</summary>
internal static class DataVerifyCommand
{
    public static Command Create()
    {
        Option<string?> dataDirectory = DataCommandOptions.DataDirectory();
        Command command = new("verify", "Check the SHA-256 of MNIST's four files.") { dataDirectory };
        command.SetAction((result, cancellation) =>
            Task.FromResult(Run(result.InvocationConfiguration.Output, DataCommandOptions.Read(result, dataDirectory), cancellation)));
        return command;
    }

    private static int Run(TextWriter output, DatasetOptions options, CancellationToken cancellation)
    {
        // A directory that is named is the one in question, even where a complete set lies elsewhere.
        DatasetOptions places = options.DataDirectory is null ? options : options with { DefaultDirectory = options.DataDirectory, Environment = _ => null };
        IReadOnlyList<MnistFileStatus> statuses = MnistVerifier.Verify(places, cancellation);
        foreach (MnistFileStatus status in statuses)
        {
            output.WriteLine($"{(status.IsRight ? "ok  " : "BAD ")} {status.File.Name}: {status.Description}");
        }

        if (statuses.All(status => status.IsRight))
        {
            return ExitCodes.Success;
        }

        throw new UserErrorException(FailureKind.BadData,
            $"MNIST is not complete: {statuses.Count(status => !status.IsRight)} of {statuses.Count} files are missing or wrong. Delete wrong files, then run 'data fetch'.");
    }
}
