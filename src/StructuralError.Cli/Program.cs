using StructuralError.Cli;

return CliApplication.Run(args, CliContext.ForProcess());
