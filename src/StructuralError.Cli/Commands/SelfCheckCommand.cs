using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Specs;
using StructuralError.Reporting.Listings;

namespace StructuralError.Cli.Commands;

/// <summary><c>selfcheck --device cuda</c>: whether the engine computes as it should on this machine, and how fast.</summary>
internal static class SelfCheckCommand
{
    public static Command Create(CliContext context)
    {
        Option<string> device = Options.Text(
            "--device",
            "VALUE",
            "what is checked: a device as --device of train takes it, or auto: the first accelerator that can be used, otherwise the processor");
        device.DefaultValueFactory = _ => "auto";
        device.CompletionSources.Add([.. context.Services.Engines.Names]);
        Option<string> against = Options.Text(
            "--against", "NAME", "compare with this in place of the checks: torch, libtorch's autograd on each sample (in a build that has it)");
        Option<bool> noTiming = Options.Flag("--no-timing", "the checks alone, without the table of times");
        Option<bool> json = RunsCommand.Json();
        return new Command(
            "selfcheck",
            "Check the engine on a device of this machine: PyTorch's values, the identities that hold on every sample, agreement with the CPU, "
            + "the same bits twice; then time a step of each model. Exit code 0 where all checks passed, otherwise 1.")
        {
            device, against, noTiming, json,
        }.WithAction(context, "; the checks so far are above.", (result, interruption) =>
        {
            bool isJson = result.GetValue(json);
            var run = new SelfCheckRun(context.Services.Engines, context.Time, (isJson ? context.Error : context.Out).WriteLine);
            DeviceRequest request = DeviceName.Read("--device", result.GetValue(device)!);
            bool passed = run.Run(request, result.GetValue(against), !result.GetValue(noTiming), interruption.Token);
            context.Print(isJson, run.ToJson, () => []);
            return interruption.Token.IsCancellationRequested ? interruption.ExitCode : passed ? ExitCodes.Success : ExitCodes.Failure;
        });
    }
}
