using System.Security.Cryptography;
using StructuralError.Core.Common;
using StructuralError.Core.Networks;
using StructuralError.Runs.Files;
using StructuralError.Runs.PyTorch;
using StructuralError.Runs.Safetensors;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Directories;

/// <summary>
/// Parameters to begin with, from a safetensors file or what PyTorch's <c>torch.save</c> makes of a state dictionary, in place of those that the seed draws.
/// </summary>
public sealed class InitialWeights
{
    /// <summary>Tensors are found by their names.</summary>
    public const string ByName = "name";

    /// <summary>The file's tensors are the network's parameters one after the other, whatever they are called.</summary>
    public const string ByOrder = "order";

    private readonly string _path;
    private readonly SafetensorsFile _file;
    private readonly bool _isByOrder;

    private InitialWeights(string path, string sha256, SafetensorsFile file, string match) =>
        (_path, Source, _file, _isByOrder) = (path, new WeightsSource(Path.GetFullPath(path), sha256), file, match == ByOrder);

    public WeightsSource Source { get; }

    /// <param name="match"><see cref="ByName"/> or <see cref="ByOrder"/>.</param>
    /// <exception cref="UserErrorException">
    /// <see cref="FailureKind.Usage"/>: there is no such file; <see cref="FailureKind.InputOutput"/>: it cannot be read; <see cref="FailureKind.BadData"/>: it
    /// is not a well-formed safetensors file.
    /// </exception>
    public static InitialWeights Read(string path, string match = ByName)
    {
        string? objection = Directory.Exists(path) ? "is a directory; give a weights file"
            : !File.Exists(path) ? "there is no such file"
            : RegularFile.IsSpecial(path) ? "is a pipe or a device; give a safetensors file"
            : null;
        if (objection is not null)
        {
            throw new UserErrorException(FailureKind.Usage, $"init_weights: {path}: {objection}.");
        }

        byte[] bytes = StorageFault.Guard(path, "cannot be read", () => RegularFile.Read(path));
        try
        {
            SafetensorsFile file = StateDictFile.IsArchive(bytes) ? StateDictFile.Read(bytes) : SafetensorsFile.Parse(bytes);
            return new InitialWeights(path, Convert.ToHexStringLower(SHA256.HashData(bytes)), file, match);
        }
        catch (SafetensorsException exception)
        {
            throw new UserErrorException(FailureKind.BadData, $"init_weights: {path}: {exception.Message}.", exception);
        }
    }

    /// <exception cref="UserErrorException"><see cref="FailureKind.Usage"/>: names, shapes or types are not those of the network; all differences are
    /// reported.</exception>
    public void RequireFit(Network network)
    {
        var parameters = new ParameterSet(network);
        Problem[] problems = [.. (_isByOrder ? MisfitsByOrder(parameters) : WeightTensors.Misfits(Fitting(parameters), parameters))
            .Select(misfit => new Problem($"init_weights: {_path}: {misfit}. 'export weights RUN' writes a file that fits the run's model."))];
        if (problems.Length > 0)
        {
            throw new UserErrorException(FailureKind.Usage, problems);
        }
    }

    /// <exception cref="UserErrorException"><see cref="FailureKind.BadData"/>: a value is not finite.</exception>
    public void CopyTo(ParameterSet parameters)
    {
        SafetensorsFile file = Fitting(parameters);
        foreach (Parameter parameter in parameters.Parameters)
        {
            file.CopyTo(file.Find(parameter.Name)!, parameter.Values);
            int bad = Array.FindIndex(parameter.Values, value => !double.IsFinite(value));
            if (bad >= 0)
            {
                throw new UserErrorException(FailureKind.BadData, FormattableString.Invariant(
                    $"init_weights: {_path}: element {bad} of '{parameter.Name}' is {parameter.Values[bad]}; weights must be finite."));
            }
        }
    }

    /// <summary>Those that can be weights: a counter of batches, say, is none.</summary>
    private TensorEntry[] Numbers => [.. _file.Tensors.Where(tensor => tensor.Type.IsReal)];

    private IEnumerable<string> MisfitsByOrder(ParameterSet parameters)
    {
        TensorEntry[] tensors = Numbers;
        if (tensors.Length != parameters.Parameters.Length)
        {
            yield return FormattableString.Invariant($"holds {tensors.Length} tensors of real numbers, the model has {parameters.Parameters.Length}");
        }

        foreach ((TensorEntry tensor, Parameter parameter) in tensors.Zip(parameters.Parameters))
        {
            if (!WeightTensors.IsShape(tensor, parameter.Shape))
            {
                yield return $"'{tensor.Name}' has shape {TensorEntry.Text(tensor.Shape)}; by order it is '{parameter.Name}', "
                    + $"which has {WeightTensors.Text(parameter.Shape)}";
            }
        }
    }

    private SafetensorsFile Fitting(ParameterSet parameters) => _isByOrder
        ? _file.With(Numbers.Zip(parameters.Parameters, (tensor, parameter) => tensor with { Name = parameter.Name }))
        : WithoutPrefix(parameters);

    /// <summary>
    /// The tensors without one prefix that all of them have, as <c>module.</c> of DataParallel or <c>_orig_mod.</c> of torch.compile: whatever stands before
    /// the name of the first parameter.
    /// </summary>
    private SafetensorsFile WithoutPrefix(ParameterSet parameters)
    {
        string first = parameters.Parameters[0].Name;
        string? prefix = _file.Tensors.FirstOrDefault(tensor => tensor.Name.EndsWith("." + first, StringComparison.Ordinal))?.Name[..^first.Length];
        bool isCommon = prefix is not null && _file.Tensors.All(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal));
        return isCommon ? _file.With(_file.Tensors.Select(tensor => tensor with { Name = tensor.Name[prefix!.Length..] })) : _file;
    }
}
