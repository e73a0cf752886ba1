using StructuralError.Core.Engines;
using StructuralError.Cpu;
using StructuralError.Tests.Losses;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>Every loss in the CPU engine.</summary>
public sealed class CpuEngineLossTests
{
    private const int Cases = 25;

    public static TheoryData<string, Precision> All =>
        new(LossDraw.All.SelectMany(name => Enum.GetValues<Precision>().Select(precision => (name, precision))));

    [Theory]
    [MemberData(nameof(All))]
    public void Measure_RandomNetwork_AgreesWithOracleAndTheorem3Holds(string name, Precision precision) =>
        Identities(name, precision).MeasurementsAgreeWithOracleAndTheorem3();

    [Theory]
    [MemberData(nameof(All))]
    public void Step_RandomNetwork_GradientIsMeanOfPerSampleGradients(string name, Precision precision) =>
        Identities(name, precision).StepFollowsTheMeanOfPerSampleGradients();

    private static LossIdentities Identities(string name, Precision precision) => new(name, precision, Cases, (network, loss, precision, capacity) =>
        CpuEngine.Create(network, new EngineOptions(precision, capacity, 2, 1) { Loss = loss }));
}
