using System.CommandLine;

namespace StructuralError.Cli.Commands;

/// <summary><c>data fetch|verify|info|digits</c>: the data sets by themselves.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Fetch, check, describe or draw data sets.")
    {
        DataFetchCommand.Create(),
        DataVerifyCommand.Create(),
        DataInfoCommand.Create(),
        DataDigitsCommand.Create(),
    };
}
