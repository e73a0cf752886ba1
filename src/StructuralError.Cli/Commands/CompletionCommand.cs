using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;

namespace StructuralError.Cli.Commands;

/// <summary>
/// <c>completion bash|zsh|pwsh</c>: prints a script that makes a shell complete the program's command lines. Each script asks the program itself, so that it
/// never goes stale.
/// </summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "pwsh"];

    public static Command Create(CliContext context)
    {
        var shell = new Argument<string>("SHELL") { Description = string.Join(", ", Shells) };
        shell.CompletionSources.Add(Shells);
        var command = new Command("completion", "Print a script that completes command lines of this program in a shell; its first lines say where to put it.")
        {
            shell,
        };
        command.SetAction(result =>
        {
            context.Out.Write(Script(result.GetValue(shell)!));
            return ExitCodes.Success;
        });
        return command;
    }

    private static string Script(string shell)
    {
        using Stream? script = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"Completion.{shell}");
        if (script is null)
        {
            string nearest = Suggestion.Phrase(shell, Shells) is { Length: > 0 } one ? one : $"; there are {string.Join(", ", Shells)}.";
            throw new UserErrorException(FailureKind.Usage, $"completion: there is no script for '{shell}'{nearest}");
        }

        using var reader = new StreamReader(script);
        return reader.ReadToEnd();
    }
}
