using StructuralError.Core.Structure;
using StructuralError.Reporting.Verification;
using Xunit;

namespace StructuralError.Tests.Reporting.Runs;

public sealed class KernelInequalitiesTests
{
    // K = diag(1, 4, 4, 1) of two samples and two classes, e = (0.5, −0.5, 0.5, −0.5).
    private static readonly KernelRow Good = new()
    {
        Step = 3,
        Samples = 2,
        Loss = 0.7,
        LogMeanFittingError = Math.Log(0.5),
        LogBatchGradientNorm = Math.Log(2.5 / 4),
        UpperBound = Math.Log(4.0 / 4),
        LowerBound = Math.Log(1.0 / 4),
        Violations = 0,
        LambdaMin = 1,
        LambdaMax = 4,
        Trace = 10,
        EffectiveRank = 3.3,
        LabelAlignment = 0.5,
        RelativeChange = 0.25,
        Sharpness = 0.5,
        StabilityLimit = 380,
        GgnLambdaMax = 0.75,
        GgnTrace = 1,
        ParticipationRatio = 0.1,
    };

    [Fact]
    public void Fault_GoodRow_None()
    {
        Assert.Null(KernelInequalities.Fault(Good, 2, 1e-10));
        Assert.Null(KernelInequalities.Fault(Good with { LabelAlignment = null, LambdaMin = 0, LowerBound = double.NegativeInfinity }, null, 1e-10));
    }

    public static TheoryData<string> Faults => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Fault_WrongValue_IsNamed(string words)
    {
        KernelRow row = Wrong[words];
        Assert.StartsWith(words, KernelInequalities.Fault(row, 2, 1e-10), StringComparison.Ordinal);
    }

    private static Dictionary<string, KernelRow> Wrong => new(StringComparer.Ordinal)
    {
        ["violations is"] = Good with { Violations = 2 },
        ["lambda_min is above"] = Good with { LambdaMin = 5 },
        ["lambda_max is above trace"] = Good with { Trace = 3 },
        ["trace is more than"] = Good with { Trace = 17 },
        ["effective_rank is not"] = Good with { EffectiveRank = 4.1 },
        ["upper_bound does not follow"] = Good with { UpperBound = 0.1 },
        ["lower_bound does not follow"] = Good with { LowerBound = 0.1 },
        ["log_batch_gradient_norm is above"] = Good with { LogBatchGradientNorm = 0.1 },
        ["log_batch_gradient_norm is below"] = Good with { LogBatchGradientNorm = -2 },
        ["sharpness is above"] = Good with { Sharpness = 0.8 },
        ["ggn_lambda_max is above"] = Good with { GgnLambdaMax = 1.1 },
        ["relative_change is negative"] = Good with { Step = 0 },
        ["label_alignment is no"] = Good with { LabelAlignment = -1.1 },
        ["participation_ratio is not"] = Good with { ParticipationRatio = -0.1 },
    };
}
