using StructuralError.Cli.Common;
using StructuralError.Core.Common;

namespace StructuralError.Benchmarks.Running;

/// <summary>What the commands besides BenchmarkDotNet have in common.</summary>
internal static class BenchmarkCommand
{
    /// <param name="options">Null where the arguments were not understood.</param>
    /// <returns>The exit code.</returns>
    public static int Run<TOptions>(TOptions? options, string usage, Action<TOptions> run)
        where TOptions : class
    {
        if (options is null)
        {
            Console.Error.WriteLine($"usage: {usage}");
            return ExitCodes.Usage;
        }

        try
        {
            run(options);
            return ExitCodes.Success;
        }
        catch (UserErrorException error)
        {
            Console.Error.WriteLine(error.Message);
            return ExitCodes.Of(error.Kind);
        }
    }

    /// <summary>One line, invariant culture.</summary>
    public static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
