namespace StructuralError.Core.Common;

/// <summary>Shape of one sample's tensor: an image (channels × height × width) or, after flattening, a vector of features.</summary>
/// <param name="Channels">Channels of an image, or the number of features of a vector.</param>
/// <param name="Height">Rows; 1 for a vector.</param>
/// <param name="Width">Columns; 1 for a vector.</param>
/// <param name="IsVector">Whether the tensor is a vector. Its features keep the order channel, row, column of the image they came from.</param>
public readonly record struct TensorShape(int Channels, int Height, int Width, bool IsVector)
{
    /// <summary>Height × width: how many positions each channel has.</summary>
    public int Positions => Height * Width;

    /// <summary>Number of values of one sample.</summary>
    public int Count => Channels * Height * Width;

    public static TensorShape Vector(int features) => new(features, 1, 1, true);

    public static TensorShape Image(int channels, int height, int width) => new(channels, height, width, false);

    public override string ToString() => IsVector ? $"[{Channels}]" : $"[{Channels}, {Height}, {Width}]";
}
