using System.CommandLine;
using System.CommandLine.Invocation;
using StructuralError.Cli.Commands;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Experiments.Train;

namespace StructuralError.Cli;

/// <summary>The program: arguments in, exit code out.</summary>
internal static class CliApplication
{
    /// <summary>How arguments are read, everywhere.</summary>
    public static ParserConfiguration Parsing { get; } = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    public static int Run(string[] args, CliContext context)
    {
        context = context.Printing();
        try
        {
            // Only a program can pass one on; no path and no name has it.
            if (args.FirstOrDefault(word => word.Contains('\0', StringComparison.Ordinal)) is { } broken)
            {
                throw new UserErrorException(
                    FailureKind.Usage, $"'{broken.Replace('\0', '\uFFFD')}': an argument with a null character is no path, name or number.");
            }

            var train = new TrainCommand(context, args);
            RootCommand root = CommandTree.Create(context, train, args.FirstOrDefault());
            ParseResult result = root.Parse(args, Parsing);
            Problem[] problems = result.Action is { ClearsParseErrors: true } ? [] : [.. UsageProblems.Of(result).Distinct()];
            if (problems.Length > 0 || result.Action is ParseErrorAction)
            {
                bool isRead = result.CommandResult.Command == train.Command && !GivenValues.Problems(result).Any();
                IEnumerable<Problem> inSpec = isRead ? RunPlan.Problems(train.Builder(result).Build(), context.Services) : [];
                throw new UserErrorException(FailureKind.Usage, [.. problems, .. inSpec]);
            }

            return result.Invoke(new InvocationConfiguration { Output = context.Out, Error = context.Error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception)
        {
            return ErrorReport.Write(exception, context.Error);
        }
    }
}
