using System.Security.Cryptography;
using StructuralError.Core.Common;
using StructuralError.Core.Networks;
using StructuralError.Runs.Files;
using StructuralError.Runs.Safetensors;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Directories;

/// <summary>Parameters to begin with, from a safetensors file, in place of those that the seed draws.</summary>
public sealed class InitialWeights
{
    private readonly string _path;
    private readonly SafetensorsFile _file;

    private InitialWeights(string path, string sha256, SafetensorsFile file) =>
        (_path, Source, _file) = (path, new WeightsSource(Path.GetFullPath(path), sha256), file);

    public WeightsSource Source { get; }

    /// <exception cref="UserErrorException">
    /// <see cref="FailureKind.Usage"/>: there is no such file; <see cref="FailureKind.InputOutput"/>: it cannot be read; <see cref="FailureKind.BadData"/>: it
    /// is not a well-formed safetensors file.
    /// </exception>
    public static InitialWeights Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new UserErrorException(
                FailureKind.Usage, $"init_weights: {path}: {(Directory.Exists(path) ? "is a directory; give a safetensors file" : "there is no such file")}.");
        }

        if (RegularFile.IsSpecial(path))
        {
            throw new UserErrorException(FailureKind.Usage, $"init_weights: {path}: is a pipe or a device; give a safetensors file.");
        }

        try
        {
            byte[] bytes = FileBytes.Read(path);
            return new InitialWeights(path, Convert.ToHexStringLower(SHA256.HashData(bytes)), SafetensorsFile.Parse(bytes));
        }
        catch (SafetensorsException exception)
        {
            throw new UserErrorException(FailureKind.BadData, $"init_weights: {path}: {exception.Message}.", exception);
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            throw StorageFault.Error(path, "cannot be read", exception);
        }
    }

    /// <exception cref="UserErrorException"><see cref="FailureKind.Usage"/>: names, shapes or types are not those of the network; all differences are
    /// reported.</exception>
    public void RequireFit(Network network)
    {
        Problem[] problems = [.. WeightTensors.Misfits(_file, new ParameterSet(network))
            .Select(misfit => new Problem($"init_weights: {_path}: {misfit}. 'export weights RUN' writes a file that fits the run's model."))];
        if (problems.Length > 0)
        {
            throw new UserErrorException(FailureKind.Usage, problems);
        }
    }

    /// <exception cref="UserErrorException"><see cref="FailureKind.BadData"/>: a value is not finite.</exception>
    public void CopyTo(ParameterSet parameters)
    {
        foreach (Parameter parameter in parameters.Parameters)
        {
            _file.CopyTo(_file.Find(parameter.Name)!, parameter.Values);
            int bad = Array.FindIndex(parameter.Values, value => !double.IsFinite(value));
            if (bad >= 0)
            {
                throw new UserErrorException(FailureKind.BadData, FormattableString.Invariant(
                    $"init_weights: {_path}: element {bad} of '{parameter.Name}' is {parameter.Values[bad]}; weights must be finite."));
            }
        }
    }
}
