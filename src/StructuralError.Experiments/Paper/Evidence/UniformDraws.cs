using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Random;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Paper.Evidence;

/// <summary>
/// Theorem 4 under its own hypothesis: C columns drawn exactly uniformly from the unit ball of R^P, many times, and how often each bound is exceeded. No
/// network takes part.
/// </summary>
/// <remarks>
/// Only the Gram matrix counts, so no column is ever formed: that of P × C normal numbers is LLᵀ with L_ii² from χ² with P − i degrees of freedom and normal
/// numbers below (Bartlett, "On the theory of statistical regression", Proc. Royal Soc. Edinburgh 53, 1933); its columns are scaled to lengths u^(1/P).
/// </remarks>
/// <param name="Classes">C.</param>
/// <param name="Parameters">P.</param>
/// <param name="Draws">Matrices drawn.</param>
/// <param name="UAbove">Of them, those with U above eq. 25's bound −2 ln(1 − 2 ln C/P).</param>
/// <param name="GAbove">With G above ln(Z + 1).</param>
/// <param name="LemmaFailures">In which what Lemma 2 says of norms and inner products (eq. 26) fails.</param>
/// <param name="RepairedAbove">
/// With λ_min below (1 − 2 ln C/P)² − (C − 1)√(6 ln C)/√(P − 1): the bound of U that Gershgorin's circles give where Lemma 2's event holds.
/// </param>
public sealed record UniformDraws(int Classes, long Parameters, long Seed, int Draws, int UAbove, int GAbove, int LemmaFailures, int RepairedAbove)
{
    private static readonly (int Classes, int Draws)[] Sizes = [(3, 1000), (10, 1000), (100, 20)];
    private static readonly long[] Dimensions = [1_000, 10_000, 100_000, 1_000_000];

    /// <summary>All sizes for each seed, in order of C, P and seed.</summary>
    public static IReadOnlyList<UniformDraws> Of(IEnumerable<long> seeds)
    {
        long[] all = [.. seeds];
        (int Classes, long Parameters, long Seed, int Draws)[] each =
            [.. Sizes.SelectMany(size => Dimensions.SelectMany(p => all.Select(seed => (size.Classes, p, seed, size.Draws))))];
        return SideBySide.Map(each, ComputeThreads.Available, one => Of(one.Classes, one.Parameters, one.Seed, one.Draws));
    }

    /// <summary>One size, one seed.</summary>
    public static UniformDraws Of(int classes, long parameters, long seed, int draws)
    {
        var random = new MersenneTwister(Start(classes, parameters, seed));
        double logC = Math.Log(classes), length = 1 - (2 * logC / parameters), cosine = Math.Sqrt(6 * logC) / Math.Sqrt(parameters - 1);
        double gap = Math.Log((2 * classes * cosine * length * length) + 1);
        int u = 0, g = 0, lemma = 0, repaired = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            double[,] gram = Gram(classes, parameters, random);
            double[] eigenvalues = [.. Matrix<double>.Build.DenseOfArray(gram).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order()];
            u += eigenvalues[0] < length * length ? 1 : 0;
            g += Math.Log(eigenvalues[^1] / eigenvalues[0]) > gap ? 1 : 0;
            lemma += Fails(gram, length * length, cosine) ? 1 : 0;
            repaired += eigenvalues[0] < (length * length) - ((classes - 1) * cosine) ? 1 : 0;
        }

        return new(classes, parameters, seed, draws, u, g, lemma, repaired);
    }

    private static int Start(int classes, long parameters, long seed) => (int)((seed * 1_000_003) + (classes * 7_919L) + parameters);

    private static bool Fails(double[,] gram, double diagonal, double offDiagonal) => Enumerable.Range(0, gram.GetLength(0))
        .Any(i => gram[i, i] < diagonal || Enumerable.Range(0, i).Any(j => Math.Abs(gram[i, j]) > offDiagonal));

    private static double[,] Gram(int classes, long parameters, MersenneTwister random)
    {
        double[,] lower = new double[classes, classes], gram = new double[classes, classes];
        double[] scale = new double[classes];
        for (int i = 0; i < classes; i++)
        {
            double squares = 0;
            for (int j = 0; j < i; j++)
            {
                lower[i, j] = Normal.Sample(random, 0, 1);
                squares += lower[i, j] * lower[i, j];
            }

            // ChiSquared.Sample would add up as many squares as there are degrees of freedom.
            double square = Gamma.Sample(random, (parameters - i) / 2.0, 0.5);
            lower[i, i] = Math.Sqrt(square);
            scale[i] = Math.Pow(random.NextDouble(), 1.0 / parameters) / Math.Sqrt(squares + square);
        }

        for (int i = 0; i < classes; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int k = 0; k <= j; k++)
                {
                    sum += lower[i, k] * lower[j, k];
                }

                gram[i, j] = gram[j, i] = sum * scale[i] * scale[j];
            }
        }

        return gram;
    }
}
