using StructuralError.Cli;
using StructuralError.Cli.Common;
using StructuralError.Experiments.Queue;

namespace StructuralError.Tests.Cli;

/// <summary>Runs of a queue carried out by the real entry point in this process, one after the other.</summary>
/// <param name="context">The context of such a run, with these writers.</param>
internal sealed class InProcessStarter(Func<TextWriter, TextWriter, CliContext> context) : IRunStarter
{
    public List<string> Commands { get; } = [];

    public IStartedRun Start(QueuedRun run, int threads, Action<RunProgress> report)
    {
        string[] arguments = [.. run.Command(threads)];
        Commands.Add(string.Join(' ', arguments));
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = CliApplication.Run(arguments, context(output, error));
        return new EndedRun(new RunExit(ErrorReport.Codes.End(code), code, error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    private sealed class EndedRun(RunExit exit) : IStartedRun
    {
        public Task<RunExit> Exit { get; } = Task.FromResult(exit);

        public void RequestStop()
        {
        }

        public void Dispose()
        {
        }
    }
}
