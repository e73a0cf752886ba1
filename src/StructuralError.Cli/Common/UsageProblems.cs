using System.CommandLine;
using System.CommandLine.Parsing;
using StructuralError.Core.Common;

namespace StructuralError.Cli.Common;

/// <summary>What is wrong with the arguments themselves, in words that name the argument and the nearest one that exists.</summary>
internal static class UsageProblems
{
    // The parser reports what it does not know twice: as tokens, which say more, and as texts with this beginning.
    private const string UnknownToken = "Unrecognized command or argument";

    public static IEnumerable<Problem> Of(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        if (result.UnmatchedTokens.Count > 0 && result.Tokens.Any(token => token.Type == TokenType.DoubleDash))
        {
            yield return new Problem($"'{result.UnmatchedTokens[0]}' is not expected after '--', which ends the options; leave '--' out.");
            yield break;
        }

        if (result.UnmatchedTokens.Count > 0 && IsGroup(command))
        {
            yield return new Problem(UnknownCommand(command, result.UnmatchedTokens[0]));
            yield break;
        }

        Problem[] values = [.. GivenValues.Problems(result)];
        foreach (Problem problem in values)
        {
            yield return problem;
        }

        if (values.Length > 0)
        {
            // What else seems wrong mostly follows from it.
            yield break;
        }

        if (!result.Tokens.Any(token => token.Type == TokenType.DoubleDash))
        {
            // A misspelt option that was taken for an argument.
            IEnumerable<Token> arguments = result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens);
            foreach (Token token in arguments.Where(token => IsOption(token.Value)))
            {
                yield return new Problem(UnknownOption(command, token.Value));
            }
        }

        for (int i = 0; i < result.UnmatchedTokens.Count; i++)
        {
            string token = result.UnmatchedTokens[i];
            yield return new Problem(IsOption(token) ? UnknownOption(command, token) : $"unexpected argument '{token}'; see '{command.Name} --help'.");

            // What follows an unknown option was meant as its value.
            if (IsOption(token) && !token.Contains('=') && i + 1 < result.UnmatchedTokens.Count && !IsOption(result.UnmatchedTokens[i + 1]))
            {
                i++;
            }
        }

        foreach (ParseError error in result.Errors.Where(error => !error.Message.StartsWith(UnknownToken, StringComparison.Ordinal)))
        {
            yield return new Problem(IsGroup(command) && result.UnmatchedTokens.Count == 0
                ? $"a command is missing: {Names(command)}; see --help."
                : error.Message);
        }
    }

    /// <summary>Says so where a misspelt option was taken for a value.</summary>
    public static void RefuseOptions(SymbolResult result, Command command)
    {
        // One that is known is told from a value by GivenValues.
        foreach (Token token in result.Tokens.Where(token => IsOption(token.Value) && !command.Options.Any(option => option.Name == token.Value)))
        {
            result.AddError(UnknownOption(command, token.Value));
        }
    }

    /// <summary>Whether it does nothing without one of its commands.</summary>
    private static bool IsGroup(Command command) => command.Subcommands.Count > 0 && command.Action is null;

    private static bool IsOption(string token) => token.Length > 1 && token[0] == '-' && !char.IsAsciiDigit(token[1]);

    private static string UnknownCommand(Command command, string token)
    {
        string what = IsOption(token) ? "option" : "command";
        IEnumerable<string> names = IsOption(token) ? command.Options.Select(option => option.Name) : command.Subcommands.Select(sub => sub.Name);
        return $"unknown {what} '{token}'{Suggestion.Phrase(token, names, $"; the commands are {Names(command)}.")}";
    }

    private static string UnknownOption(Command command, string token)
    {
        string name = token.Split('=', 2)[0];
        IEnumerable<string> names = command.Options.Where(option => !option.Hidden).Select(option => option.Name);
        return $"unknown option '{name}'{Suggestion.Phrase(name, names, $"; see '{command.Name} --help' for those there are.")}";
    }

    private static string Names(Command command) => string.Join(", ", command.Subcommands.Select(sub => sub.Name));
}
