using StructuralError.Core.Networks;
using StructuralError.Core.RandomNumbers;
using StructuralError.Core.Training;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Models;

/// <summary>What a run begins with, as its seed draws it.</summary>
public static class InitialState
{
    /// <summary>One generator for parameters and order, as in a PyTorch program: the network is built first, the loader draws after it.</summary>
    /// <param name="samples">Samples of an epoch.</param>
    public static (ParameterSet Parameters, ISampler Order) Draw(Network network, RunSpec spec, int samples)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var generator = new TorchGenerator(spec.Seed);
        var parameters = new ParameterSet(network);
        _ = InitSchemeNames.TryParse(spec.Init, out InitScheme scheme);
        Initialization.Initialize(parameters, network, generator, scheme);
        return (parameters, new RandomSampler(generator, samples));
    }
}
