using System.Collections.Immutable;
using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Reporting.Listings;

namespace StructuralError.Cli.Commands;

/// <summary><c>measure</c>: networks as they are drawn, untrained. Lists of models, depths, widths and seeds; the rest are fields of the spec.</summary>
internal sealed class MeasureCommand(CliContext context)
{
    private static readonly string DefaultPath = Path.Combine("results", "initialization.csv");

    private readonly Option<string> _model = List("--model", "models, by name or path", "a,b,c,d");
    private readonly Option<string> _k = List("--k", "numbers of blocks", "0..20");
    private readonly Option<string> _width = List("--width", "widths of the hidden layers (models a, b)", "the model's");
    private readonly Option<string> _channels = List("--channels", "channels of the convolutions (models c, d)", "the model's");
    private readonly Option<string> _seed = List("--seed", "seeds, as torch.manual_seed", "0..4");

    // What train calls the batch size, by what it means here.
    private readonly Option<string> _samples = Options.Text(
        "--samples", "N", "size of the batch measured, the first that the seed's loader draws (default: 64)");

    private readonly SpecOptions _spec = new(withDefaults: true, "dataset", "data_dir", "mirror", "init", "probe", "device", "threads");
    private readonly Option<string> _out = Options.Text("--out", "FILE", $"the file to write (default: {DefaultPath})");
    private readonly Option<bool> _force = Options.Flag("--force", "replace the file that is there");
    private readonly Option<bool> _quiet = Options.Flag("--quiet", "print nothing but warnings and errors");

    public Command Create()
    {
        var command = new Command(
            "measure",
            "Measure the structural matrices of networks at initialisation, without training; one row a network goes into a CSV file. "
            + "Lists are written a,b or 0..5.");
        command.AddAll([_model, _k, _width, _channels, _seed, _samples, _spec.Precision, .. _spec.All, _out, _force, _quiet]);
        return command.WithAction(context, "; nothing was written.", Run);
    }

    private void Run(ParseResult result, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var grid = new InitialGrid(
            Common(result, problems),
            Read(result, _model, "a,b,c,d", new NonEmptyText(), problems),
            Read(result, _k, "0..20", new WholeNumber<int>(), problems),
            Read(result, _width, null, new WholeNumber<int>(), problems),
            Read(result, _channels, null, new WholeNumber<int>(), problems),
            Read(result, _seed, "0..4", new SeedNumber(), problems));
        UserErrorException.ThrowIfAny(problems);

        ExperimentServices services = context.Telling(result.GetValue(_quiet));
        string path = result.GetValue(_out) ?? DefaultPath;
        string? line = new InitialTable(services, grid, services.Notices.Say).Write(path, result.GetValue(_force), cancellation);
        context.Print(line is null || result.GetValue(_quiet) ? [] : [line]);
    }

    private RunSpec Common(ParseResult result, List<Problem> problems)
    {
        RunSpec spec = _spec.ReadShared(result, problems);
        if (result.GetValue(_samples) is { } samples)
        {
            if (!new WholeNumber<int>().TryRead(SpecValue.FromText(samples), out int count) || count < 1)
            {
                problems.Add(new Problem($"{_samples.Name}: '{samples}' is not a whole number from 1 up."));
            }

            return spec with { BatchSize = count };
        }

        return spec;
    }

    private static ImmutableArray<T> Read<T>(ParseResult result, Option<string> option, string? standard, ValueKind<T> kind, List<Problem> problems)
    {
        if ((result.GetValue(option) ?? standard) is not { } text)
        {
            return [];
        }

        if (ValueList.TryParse(option.Name, text, kind, out ImmutableArray<T> values) is { } problem)
        {
            problems.Add(problem);
        }

        return values;
    }

    private static Option<string> List(string name, string what, string standard) => Options.Text(name, "LIST", $"{what} (default: {standard})");
}
