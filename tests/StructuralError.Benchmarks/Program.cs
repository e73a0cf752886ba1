using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using StructuralError.Benchmarks.Durability;
using StructuralError.Benchmarks.Limits;
using StructuralError.Benchmarks.Running;

namespace StructuralError.Benchmarks;

/// <summary>
/// <c>limits …</c> measures whole steps against the machine's own peak, <c>durability …</c> what checkpoints and rows cost a run; anything else goes to BenchmarkDotNet (<c>--filter *Tile*</c>, <c>--list flat</c>, …).
/// <c>--quick</c> stays within this process, with few iterations.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is ["limits", ..])
        {
            return LimitsCommand.Run(args[1..]);
        }

        if (args is ["durability", ..])
        {
            return DurabilityCommand.Run(args[1..]);
        }

        JobChoice.IsQuick = args.Contains("--quick");
        IConfig config = ManualConfig.CreateEmpty()
            .AddLogger(ConsoleLogger.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddExporter(MarkdownExporter.GitHub)
            .AddDiagnoser(MemoryDiagnoser.Default);
        IEnumerable<Summary> summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. args.Where(arg => arg != "--quick")], config);
        return summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
    }
}
