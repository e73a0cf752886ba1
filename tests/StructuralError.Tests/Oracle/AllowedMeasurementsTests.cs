using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Oracle;

public sealed class AllowedMeasurementsTests
{
    private static readonly int[] First = [0];

    [Theory]
    [InlineData(1e-8, 2)]
    [InlineData(-1e-8, 2)]
    [InlineData(1e-5, 1)]
    [InlineData(0, 1)]
    public void Of_ReluInputNearZero_AllowsBothSides(double input, int allowed)
    {
        // z = (input, 1), logits = relu(z): A = Σ over the active units of (‖x‖² + 1), x = (1, 1), and the output layer's part.
        Network network = new NetworkBuilder(TensorShape.Vector(2)).Linear(2).Relu().Linear(2).Build();
        var parameters = new ParameterSet(network);
        parameters["layer0.bias"].Values[0] = input;
        parameters["layer0.bias"].Values[1] = 1;
        parameters["layer1.weight"].Values[0] = parameters["layer1.weight"].Values[3] = 1;
        IReadOnlyList<Measurements> measured = AllowedMeasurements.Of(network, parameters, new Batch(new Dataset("one", network.Input, [1f, 1f], [0]), First, 0));

        // The output layer gives (1 + ‖h‖²) I = 2 I; an active unit gives its logit ‖x‖² + 1 = 3 more.
        double[] smallest = [.. measured.Select(each => each.Eigenvalues[0]).Order()];
        Assert.Equal(allowed, smallest.Length);
        Numbers.AssertWithin(allowed == 2 ? [2, 5] : [input > 0 ? 5 : 2], smallest, 1e-4, "smallest eigenvalue");
        Assert.All(measured, each => Numbers.AssertWithin([5], [each.Eigenvalues[1]], 1e-4, "largest eigenvalue"));
    }

    [Theory]
    [InlineData(1e-8, 2)]
    [InlineData(1e-3, 1)]
    public void Of_PoolingWindowNearATie_AllowsBothWinners(double lead, int allowed)
    {
        // Two positions, the convolution's one weight is 1: the winner's pixel squared is what A gets from it.
        Network network = new NetworkBuilder(TensorShape.Image(1, 2, 2)).Conv(1, 1).MaxPool(2, 2).Flatten().Linear(2).Build();
        var parameters = new ParameterSet(network);
        parameters["layer0.weight"].Values[0] = lead;
        parameters["layer0.bias"].Values[0] = 1;
        parameters["layer1.weight"].Values[0] = 1;
        var data = new Dataset("one", network.Input, [1, 0.5f, 0.25f, 0.25f], [0]);
        IReadOnlyList<Measurements> measured = AllowedMeasurements.Of(network, parameters, new Batch(data, First, 0));
        Assert.Equal(allowed == 1 ? 1 : 8, measured.Count);

        // λ_max = (‖h‖² + 1) + (x² + 1), h = 1.
        double[] largest = [.. measured.Select(each => Math.Round(each.Eigenvalues[1], 2)).Distinct().Order()];
        Assert.Equal(allowed == 1 ? [4] : [3.06, 3.25, 4], largest);
    }
}
