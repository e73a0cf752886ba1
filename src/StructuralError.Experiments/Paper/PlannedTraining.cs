namespace StructuralError.Experiments.Paper;

/// <summary>A network that a figure needs trained, once for each seed.</summary>
/// <param name="Model">One of the paper's: a, b, c, d.</param>
/// <param name="K">Number of blocks.</param>
public readonly record struct PlannedTraining(string Model, int K);

/// <summary>A network that a figure needs measured at initialisation, once for each seed.</summary>
/// <param name="Width">Width of the linear blocks (models a and b), channels of the convolutions (c and d).</param>
public readonly record struct PlannedNetwork(string Model, int K, int Width);
