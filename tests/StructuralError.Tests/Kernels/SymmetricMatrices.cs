namespace StructuralError.Tests.Kernels;

/// <summary>Symmetric matrices of the kinds that give eigenvalue methods trouble. Shape [C, C].</summary>
internal static class SymmetricMatrices
{
    public static IReadOnlyList<string> Kinds { get; } =
        ["random", "semidefinite", "diagonal", "zero", "identity", "repeated", "rank one", "equal diagonal", "nearly diagonal", "graded", "large", "small", "negative"];

    public static double[] Create(string kind, int order, System.Random random) => kind switch
    {
        "random" => Fill(order, (_, _) => Uniform(random)),
        "semidefinite" => Product(order, order, random),
        "diagonal" => Fill(order, (i, j) => i == j ? Uniform(random) : 0),
        "zero" => new double[order * order],
        "identity" => Fill(order, (i, j) => i == j ? 1 : 0),
        "repeated" => Reflected(order, random),
        "rank one" => Product(order, 1, random),
        "equal diagonal" => Fill(order, (i, j) => i == j ? 0.25 : Uniform(random)),
        "nearly diagonal" => Fill(order, (i, j) => i == j ? i : 1e-9 * Uniform(random)),
        "graded" => Graded(order, random),
        "large" => Fill(order, (_, _) => 1e100 * Uniform(random)),
        "small" => Fill(order, (_, _) => 1e-100 * Uniform(random)),
        "negative" => [.. Product(order, order + 3, random).Select(value => -value)],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>S·B·S with S diagonal from 1e-4 to 1e4: blocks from 1e-8 to 1e8.</summary>
    private static double[] Graded(int order, System.Random random)
    {
        double[] product = Product(order, order, random);
        return Fill(order, (i, j) => Scale(i) * Scale(j) * product[(i * order) + j]);

        double Scale(int i) => order == 1 ? 1 : Math.Pow(10, -4 + (8.0 * i / (order - 1)));
    }

    /// <summary>I − 2vvᵀ/vᵀv: the eigenvalue −1 once, 1 for the rest.</summary>
    private static double[] Reflected(int order, System.Random random)
    {
        double[] v = [.. Enumerable.Range(0, order).Select(_ => Uniform(random) + 1.5)];
        double square = v.Sum(value => value * value);
        return Fill(order, (i, j) => (i == j ? 1 : 0) - (2 * v[i] * v[j] / square));
    }

    /// <summary>J Jᵀ, J of shape [order, inner].</summary>
    private static double[] Product(int order, int inner, System.Random random)
    {
        double[] factor = [.. Enumerable.Range(0, order * inner).Select(_ => Uniform(random))];
        return Fill(order, (i, j) => Enumerable.Range(0, inner).Sum(k => factor[(i * inner) + k] * factor[(j * inner) + k]));
    }

    private static double[] Fill(int order, Func<int, int, double> entry)
    {
        double[] matrix = new double[order * order];
        for (int i = 0; i < order; i++)
        {
            for (int j = i; j < order; j++)
            {
                matrix[(i * order) + j] = matrix[(j * order) + i] = entry(i, j);
            }
        }

        return matrix;
    }

    private static double Uniform(System.Random random) => (2 * random.NextDouble()) - 1;
}
