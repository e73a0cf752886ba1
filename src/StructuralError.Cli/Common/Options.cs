using System.CommandLine;
using System.Globalization;

namespace StructuralError.Cli.Common;

/// <summary>Options and arguments in one line each.</summary>
internal static class Options
{
    public const string Never = "never";

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Option<string> Text(string name, string helpName, string description, bool required = false) =>
        new(name) { Description = description, HelpName = helpName, Required = required };

    /// <summary>Whether a picture is shown on the terminal.</summary>
    public static Option<string> Show()
    {
        Option<string> option = Text("--show", "WHEN", $"the overview on a terminal that can show pictures: auto or {Never}");
        option.CompletionSources.Add("auto", Never);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not ("auto" or Never) and var value }])
            {
                result.AddError($"{option.Name}: '{value}' is not one of auto, {Never}.");
            }
        });
        return option;
    }

    /// <summary>One that may be repeated.</summary>
    public static Option<string[]> Texts(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName, Arity = ArgumentArity.OneOrMore };

    /// <summary>Names, of which "a,b" and two options are the same.</summary>
    public static Option<string[]> Names(string name, string helpName, string description, bool canBeEmpty = false)
    {
        Option<string[]> option = Texts(name, helpName, description);
        option.Arity = canBeEmpty ? ArgumentArity.ZeroOrMore : option.Arity;
        option.CustomParser = result =>
            [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct()];
        return option;
    }

    /// <summary>One or more arguments.</summary>
    public static Argument<string[]> Arguments(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.OneOrMore };

    /// <summary>A whole number within bounds; anything else is a problem that names the value.</summary>
    public static Option<int?> WholeNumber(string name, string description, int least, int most = int.MaxValue)
    {
        string range = most == int.MaxValue ? $"of at least {least}" : string.Create(CultureInfo.InvariantCulture, $"between {least} and {most}");
        var option = new Option<int?>(name) { Description = description, HelpName = "N" };

        // Not a validator: it would run on a value that could not be read, and ask for it.
        option.CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
            {
                return value;
            }

            result.AddError($"{name}: '{text}' is not a whole number {range}.");
            return null;
        };
        return option;
    }

    public static void AddAll(this Command command, params IEnumerable<Option> options)
    {
        foreach (Option option in options)
        {
            command.Add(option);
        }
    }

    /// <summary>What the command does; it ends with exit code 0 unless it throws.</summary>
    public static Command WithAction(this Command command, Action<ParseResult> action)
    {
        command.SetAction(action);
        return command;
    }

    /// <summary>What the command does, with its exit code, and may be interrupted in.</summary>
    /// <inheritdoc cref="CliContext.Interruptible" path="/param[@name='interrupted']"/>
    public static Command WithAction(this Command command, CliContext context, string interrupted, Func<ParseResult, Interruption, int> action)
    {
        command.SetAction(result => context.Interruptible(interrupted, interruption => action(result, interruption)));
        return command;
    }

    /// <summary>What the command does and may be interrupted in; it ends with exit code 0 unless it is, or throws.</summary>
    /// <inheritdoc cref="WithAction(Command, CliContext, string, Func{ParseResult, Interruption, int})"/>
    public static Command WithAction(this Command command, CliContext context, string interrupted, Action<ParseResult, CancellationToken> action) =>
        command.WithAction(context, interrupted, (result, interruption) =>
        {
            action(result, interruption.Token);
            return ExitCodes.Success;
        });

    /// <summary>The option's text; null where it was not given or the parser has already found fault with it.</summary>
    public static string? Text(this ParseResult result, Option option) => (option, result.GetResult(option)) switch
    {
        (_, null) or (_, { Implicit: true }) => null,
        (_, { } given) when given.Errors.Any() => null,
        (Option<string> text, _) => result.GetValue(text) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null,
        (Option<bool> flag, _) => result.GetValue(flag) ? "true" : "false",
        _ => throw new ArgumentException($"{option.Name} has an unexpected type.", nameof(option)),
    };

    public static string[] Texts(this ParseResult result, Option<string[]> option) =>
        result.GetResult(option) is { } given && !given.Errors.Any() ? result.GetValue(option) ?? [] : [];
}
