using System.Runtime.Intrinsics;
using StructuralError.Core.Engines;
using StructuralError.Cpu;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>Runs in every mode, the ordinary one included.</summary>
public sealed class InstructionSetTests
{
    [Fact]
    public void InstructionSet_Mode_TookEffect()
    {
        string expected = InstructionSets.Expected ?? InstructionSets.Offered;
        (bool wide, bool middle, bool narrow) = expected switch
        {
            "avx512" => (true, true, true),
            "avx2" => (false, true, true),
            "vector128" => (false, false, true),
            "scalar" => (false, false, false),
            _ => throw new InvalidOperationException($"{InstructionSets.ExpectVariable}: '{expected}' is no instruction set."),
        };
        Assert.Equal(wide, Vector512.IsHardwareAccelerated);
        Assert.Equal(middle, Vector256.IsHardwareAccelerated);
        Assert.Equal(narrow, Vector128.IsHardwareAccelerated);
        using IEngine engine = CpuEngine.Create(Models.Build("a", 0, width: 4, channels: 1), new EngineOptions(Precision.F32, 1, 1, 1));
        Assert.Equal(expected, engine.Info.InstructionSet);
    }
}
