using System.Diagnostics;
using StructuralError.Running;
using StructuralError.Tests.Running;
using Xunit;

namespace StructuralError.Tests.Cli;

/// <summary>A few commands in a process of their own: exit codes and streams as a shell sees them.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Process_UnknownOption_ExitsTwo()
    {
        (int exitCode, string output, string error) = await Run("train", "--modle", "b");
        Assert.Equal((ExitCodes.Usage, string.Empty), (exitCode, output));
        Assert.Equal("error: unknown option '--modle'; did you mean '--model'?", error.TrimEnd());
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public async Task Process_Version_ExitsZero()
    {
        (int exitCode, string output, string error) = await Run("version");
        Assert.Equal((ExitCodes.Success, string.Empty), (exitCode, error));
        Assert.StartsWith("structural-error ", output, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Out, string Error)> Run(params string[] args)
    {
        string program = typeof(StructuralError.Cli.CliApplication).Assembly.Location;
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, .. args])
        {
            WorkingDirectory = _directory.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
