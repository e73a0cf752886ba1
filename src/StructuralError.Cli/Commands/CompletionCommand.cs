using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Completion;
using StructuralError.Core.Common;

namespace StructuralError.Cli.Commands;

/// <summary><c>completion bash|zsh|pwsh</c>: prints a script that lets a shell complete the program's commands, options and fixed values.</summary>
internal static class CompletionCommand
{
    public static Command Create(CliContext context)
    {
        var shell = new Argument<string>("SHELL") { Description = string.Join(", ", ShellScripts.Shells) };
        shell.CompletionSources.Add([.. ShellScripts.Shells]);
        var command = new Command("completion", "Print a script that completes command lines of this program in a shell; its first lines say where to put it.") { shell };
        command.SetAction(result => Run(context, result.GetValue(shell)!));
        return command;
    }

    private static int Run(CliContext context, string shell)
    {
        string script = ShellScripts.Find(shell) ?? throw new UserErrorException(
            FailureKind.Usage, $"completion: there is no script for '{shell}'{(Suggestion.Phrase(shell, ShellScripts.Shells) is { Length: > 0 } nearest ? nearest : $"; there are {string.Join(", ", ShellScripts.Shells)}.")}");
        context.Out.Write(script);
        return ExitCodes.Success;
    }
}
