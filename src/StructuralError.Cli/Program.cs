using StructuralError.Cli;
using StructuralError.Cli.Common;

return CliApplication.Run(args, CliContext.ForProcess());
