using StructuralError.Core.Data;
using StructuralError.Core.Networks;
using StructuralError.Tests.Oracle;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>One of the small networks PyTorch computed: width 16, 4 channels, k blocks, six random images.</summary>
public sealed class ReferenceCase
{
    private readonly SafeTensors _file;

    public ReferenceCase(string model, int k)
    {
        _file = SafeTensors.Open($"unit_{model}_k{k}.safetensors");
        Network = Models.Build(model, k, width: 16, channels: 4);
        Data = new Dataset(
            "reference",
            Network.Input,
            [.. _file["input"].Values.Select(value => (float)value)],
            [.. _file["labels"].Values.Select(value => checked((byte)value))]);
    }

    public static TheoryData<string, int> All
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (string model in new[] { "a", "b", "c", "d" })
            {
                foreach (int k in new[] { 0, 1, 3 })
                {
                    cases.Add(model, k);
                }
            }

            cases.Add("layernorm", 1);
            return cases;
        }
    }

    public Network Network { get; }

    public Dataset Data { get; }

    /// <summary>What PyTorch gave for this quantity.</summary>
    public double[] Expected(string quantity) => _file[quantity].Values;

    /// <summary>The initial parameters.</summary>
    public ParameterSet Parameters() => Read(string.Empty);

    /// <summary>The parameters after three steps on the six images, learning rate 0.01, momentum 0.9.</summary>
    public ParameterSet ParametersAfterThreeSteps() => Read(".after3");

    private ParameterSet Read(string suffix)
    {
        var parameters = new ParameterSet(Network);
        foreach (Parameter parameter in parameters.Parameters)
        {
            StoredTensor stored = _file[parameter.Name + suffix];
            Assert.Equal(stored.Shape.AsEnumerable(), parameter.Shape.AsEnumerable());
            stored.Values.CopyTo(parameter.Values, 0);
        }

        return parameters;
    }
}
