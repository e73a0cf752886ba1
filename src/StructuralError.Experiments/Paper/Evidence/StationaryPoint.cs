namespace StructuralError.Experiments.Paper.Evidence;

/// <summary>
/// Full-batch gradient descent from a stationary point: every hidden unit dead (bias −100), the output bias at ln of the class frequencies, the weights as
/// drawn. The mean gradient is 0 there, and A = I for every sample: U = L = G = 0.
/// </summary>
/// <param name="Model">One of the paper's, with one block.</param>
/// <param name="Samples">Of the training set, which is the seed's first batch.</param>
/// <param name="Steps">Taken.</param>
/// <param name="LossBefore">Mean loss at the start.</param>
/// <param name="LossAfter">After the last step.</param>
/// <param name="FittingError">Mean E_f after the last step.</param>
/// <param name="LargestDistance">Largest |λ − 1| of all samples' eigenvalues, before and after.</param>
/// <param name="Violations">Samples that break Theorem 3, before and after.</param>
public sealed record StationaryPoint(
    string Model, long Seed, int Samples, int Steps, double LossBefore, double LossAfter, double FittingError, double LargestDistance, int Violations);
