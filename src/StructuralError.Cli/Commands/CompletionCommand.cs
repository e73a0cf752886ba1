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
        return new Command("completion", "Print a script that completes command lines of this program in a shell; its first lines say where to put it.")
        {
            shell,
        }.WithAction(result => context.Out.Write(Script(result.GetValue(shell)!)));
    }

    private static string Script(string shell)
    {
        using Stream? script = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"Completion.{shell}");
        if (script is null)
        {
            string offer = Suggestion.Phrase(shell, Shells, $"; there are {string.Join(", ", Shells)}.");
            throw new UserErrorException(FailureKind.Usage, $"completion: there is no script for '{shell}'{offer}");
        }

        using var reader = new StreamReader(script);
        return reader.ReadToEnd();
    }
}
