using System.Globalization;
using System.Text.Json;

namespace StructuralError.Core.Networks;

/// <summary>Writes a network as JSON: its layers, which are what a run computes with whatever file they came from, and the values of its parameters.</summary>
public static class NetworkDescription
{
    public static void Write(Utf8JsonWriter writer, IEnumerable<Layer> layers)
    {
        writer.WriteStartArray();
        foreach (Layer layer in layers)
        {
            Write(writer, layer);
        }

        writer.WriteEndArray();
    }

    /// <summary>Values of the network's parameters, flags as true or false.</summary>
    public static void WriteValues(Utf8JsonWriter writer, string name, Network network, IReadOnlyDictionary<string, int> values)
    {
        writer.WriteStartObject(name);
        foreach ((string key, int value) in values)
        {
            writer.WritePropertyName(key);
            writer.WriteRawValue(Text(network, key, value));
        }

        writer.WriteEndObject();
    }

    /// <summary>A parameter's value as JSON and the command line take it: a whole number, or true or false.</summary>
    public static string Text(Network network, string name, int value) =>
        network.Flags.Contains(name) ? (value != 0 ? "true" : "false") : value.ToString(CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter writer, Layer layer)
    {
        writer.WriteStartObject();
        switch (layer)
        {
            case FlattenLayer:
                writer.WriteString("type", "flatten");
                break;
            case LinearLayer linear:
                writer.WriteString("type", "linear");
                writer.WriteBoolean("bias", linear.HasBias);
                break;
            case Conv2dLayer convolution:
                writer.WriteString("type", "conv2d");
                writer.WriteNumber("kernel", convolution.Kernel);
                writer.WriteNumber("stride", convolution.Stride);
                writer.WriteNumber("padding", convolution.Padding);
                writer.WriteBoolean("bias", convolution.HasBias);
                break;
            case ActivationLayer activation:
                writer.WriteString("type", Name(activation.Kind));
                break;
            case MaxPool2dLayer pool:
                writer.WriteString("type", "maxpool2d");
                writer.WriteNumber("kernel", pool.Kernel);
                writer.WriteNumber("stride", pool.Stride);
                break;
            case AvgPool2dLayer pool:
                writer.WriteString("type", "avgpool2d");
                writer.WriteNumber("kernel", pool.Kernel);
                writer.WriteNumber("stride", pool.Stride);
                break;
            case GlobalAvgPool2dLayer:
                writer.WriteString("type", "globalavgpool2d");
                break;
            case DropoutLayer dropout:
                writer.WriteString("type", "dropout");
                writer.WriteNumber("probability", dropout.Probability);
                break;
            case ResidualLayer residual:
                writer.WriteString("type", "residual");
                writer.WritePropertyName("layers");
                Write(writer, residual.Layers);
                break;
            default:
                throw new ArgumentException($"a layer of type {layer.GetType().Name} has no description; two different networks could pass for one.", nameof(layer));
        }

        writer.WriteString("input", layer.Input.ToString());
        writer.WriteString("output", layer.Output.ToString());
        writer.WriteEndObject();
    }

    private static string Name(ActivationKind kind) => kind switch
    {
        ActivationKind.Relu => "relu",
        ActivationKind.Tanh => "tanh",
        ActivationKind.Sigmoid => "sigmoid",
        ActivationKind.Gelu => "gelu",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown activation"),
    };
}
