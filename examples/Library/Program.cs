using StructuralError.Core.Structure;
using StructuralError.Experiments;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Specs;
using StructuralError.Reporting.Runs;
using StructuralError.Runs;

// Trains model b with three blocks, reads its rows and draws its figures. The argument names a data set: mnist, digits, or a directory of IDX files.
var spec = new RunSpec
{
    Model = "b",
    Network = RunSpec.NoParameters.Add("k", 3),
    Dataset = args.FirstOrDefault() ?? "auto",
    Steps = 200,
};
Run run = Trainer.Run(spec, new Progress<RunProgress>(at => Console.Error.WriteLine($"step {at.Step} of {at.TotalSteps}")));

StepRow last = run.Steps()[^1];
Console.WriteLine(FormattableString.Invariant($"{last.LowerBound:F3} <= ln E_f = {last.LogFittingError:F3} <= {last.UpperBound:F3}"));
foreach (string figure in RunFigures.Write(run.Path))
{
    Console.WriteLine(figure);
}
