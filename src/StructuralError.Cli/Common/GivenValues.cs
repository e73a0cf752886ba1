using System.CommandLine;
using System.CommandLine.Parsing;
using StructuralError.Core.Common;

namespace StructuralError.Cli.Common;

/// <summary>What is wrong with the values of a command line, whatever they mean: one is missing, empty, or given twice.</summary>
internal static class GivenValues
{
    public static IEnumerable<Problem> Problems(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        Option? last = null;
        var given = new HashSet<Option>();
        for (int i = 0; i < result.Tokens.Count && result.Tokens[i].Type != TokenType.DoubleDash; i++)
        {
            Token token = result.Tokens[i];
            if (token.Type == TokenType.Option)
            {
                last = Find(command, token.Value);
                Token? next = i + 1 < result.Tokens.Count ? result.Tokens[i + 1] : null;
                if (last is null || last.Arity.MinimumNumberOfValues == 0)
                {
                    continue;
                }

                if (next is not { Type: TokenType.Argument } || Find(command, next.Value) is not null)
                {
                    string before = next is { Type: TokenType.Argument or TokenType.Option } ? $" before '{next.Value}'" : string.Empty;
                    yield return new Problem($"{last.Name}: a value is missing{before}, as {last.Name} {last.HelpName ?? "VALUE"}.");
                }
                else if (!given.Add(last) && last.Arity.MaximumNumberOfValues == 1)
                {
                    yield return new Problem($"{last.Name}: is given twice; give it once.");
                }
            }
            else if (token.Type == TokenType.Argument && string.IsNullOrWhiteSpace(token.Value))
            {
                bool isOfOption = last is not null && result.Tokens[i - 1].Type == TokenType.Option;
                yield return new Problem(
                    $"{(isOfOption ? $"{last!.Name}:" : "an argument")} is empty; give a value. Is a variable of the shell not set?");
            }
        }
    }

    private static Option? Find(Command command, string name) =>
        command.Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));
}
