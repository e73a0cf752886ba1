using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.Globalization;
using StructuralError.Cli.Common;

namespace StructuralError.Cli.Completion;

/// <summary>
/// <c>[suggest:N] "text"</c>: what may stand at place N of a command line, one a line; the shells' completion scripts ask this. The library's own answer also
/// names the help options of other systems, and fails on a place that is not a number.
/// </summary>
internal sealed class Suggestions(CliContext context, RootCommand root, SuggestDirective directive) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        string text = parseResult.Tokens.LastOrDefault(token => token.Type != System.CommandLine.Parsing.TokenType.Directive)?.Value ?? string.Empty;
        string? place = parseResult.GetResult(directive)?.Values is [var first, ..] ? first : null;
        int position = int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? Math.Min(number, text.Length) : text.Length;
        foreach (CompletionItem item in root.Parse(text, parseResult.Configuration).GetCompletions(position))
        {
            if (item.Label is not ("-?" or "/?" or "/h"))
            {
                context.Out.WriteLine(item.Label);
            }
        }

        return ExitCodes.Success;
    }
}
