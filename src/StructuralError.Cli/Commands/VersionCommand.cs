using System.CommandLine;
using System.Runtime.InteropServices;
using StructuralError.Cli.Common;
using StructuralError.Runs.Files;

namespace StructuralError.Cli.Commands;

/// <summary><c>version</c>: which program, on which runtime.</summary>
internal static class VersionCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("version", "Show the version of the program and of the runtime.");
        command.SetAction(_ => Write(context));
        return command;
    }

    public static int Write(CliContext context)
    {
        context.Out.WriteLine($"{RunManifest.ProgramName} {SourceVersion.ProgramVersion}");
        context.Out.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        return ExitCodes.Success;
    }
}
