using System.Text.RegularExpressions;
using StructuralError.Cuda.Driver;
using StructuralError.Tests.Cuda.Stub;
using Xunit;

namespace StructuralError.Tests.Cuda.Ptx;

public sealed partial class KernelImageTests(ITestOutputHelper output)
{
    /// <summary>What a driver of CUDA 10.0 and a device of compute capability 7.5 take, and nothing that only a toolkit could resolve.</summary>
    [Fact]
    public void Image_Embedded_IsTheLowestVersionAndComplete()
    {
        string[] lines = KernelImage.Text.Split('\n');
        Assert.Contains(".version 6.3", lines);
        Assert.Contains(".target sm_75", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith(".extern", StringComparison.Ordinal) && !line.StartsWith(".extern .shared", StringComparison.Ordinal));
        Assert.NotEmpty(Entries());
    }

    /// <summary>An atomic sum of floats depends on the order of arrival; approximate functions are not those of the CPU engine.</summary>
    [Fact]
    public void Image_Instructions_HaveNoFloatAtomicsAndNothingApproximate()
    {
        string ptx = KernelImage.Text;
        Assert.DoesNotMatch(@"\b(atom|red)\.[a-z.]*f(32|64)", ptx);
        Assert.DoesNotMatch(@"\.approx|\.ftz", ptx);
    }

    [Fact]
    public void Signature_EveryEntry_IsRead() => Assert.All(Entries(), name => Assert.NotNull(KernelSignature.Read(KernelImage.Text, name)));

    [Theory]
    [InlineData("", new int[0])]
    [InlineData("\n\t.param .u64 k_param_0,\n\t.param .f32 k_param_1,\n\t.param .u32 k_param_2\n", new[] { 8, 4, 4 })]
    [InlineData("\n\t.param .align 8 .b8 k_param_0[72]\n", new[] { 72 })]
    public void Signature_Parameters_AreTheirSizes(string parameters, int[] sizes)
    {
        string ptx = $".visible .entry kk({parameters}.param .u8 x)\n.visible .entry k({parameters})\n{{\n}}";
        Assert.Equal(sizes, KernelSignature.Read(ptx, "k"));
        Assert.Null(KernelSignature.Read(ptx, "other"));
    }

    [Trait("Speed", "Slow")]
    [Fact(Skip = Needs.ClangReason, SkipUnless = nameof(Needs.Clang), SkipType = typeof(Needs))]
    public void Image_RebuiltWithTheSameClang_HasTheSameBytes()
    {
        string directory = Directory.CreateTempSubdirectory("kernels").FullName;
        try
        {
            (int exitCode, string said) = Tool.Run("sh", Path.Combine(StubBuild.KernelDirectory, "build.sh"), "--to", directory);
            Assert.True(exitCode == 0, said);
            foreach (string name in (string[])["kernels.ptx", "kernels.sha256"])
            {
                Assert.Equal(File.ReadAllText(Path.Combine(StubBuild.KernelDirectory, name)), File.ReadAllText(Path.Combine(directory, name)));
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>NVIDIA's own assembler takes every kernel, and none of them keeps values in memory for want of registers.</summary>
    [Theory(Skip = Needs.PtxasReason, SkipUnless = nameof(Needs.Ptxas), SkipType = typeof(Needs))]
    [InlineData("sm_75")]
    [InlineData("sm_80")]
    [InlineData("sm_90")]
    public void Image_Assembled_SpillsNothing(string target)
    {
        string file = Path.Combine(StubBuild.KernelDirectory, "kernels.ptx");
        (int exitCode, string said) = Tool.Run(Tool.Ptxas!, "-v", $"-arch={target}", file, "-o", "/dev/null");
        Assert.True(exitCode == 0, said);
        MatchCollection kernels = Usage().Matches(said);
        Assert.Equal(Entries().Length, kernels.Count);
        foreach (Match kernel in kernels)
        {
            string stores = kernel.Groups["stores"].Value, loads = kernel.Groups["loads"].Value;
            output.WriteLine($"{target} {kernel.Groups["name"].Value}: {kernel.Groups["registers"].Value} registers, spill stores {stores}, loads {loads}");
            Assert.True(stores == "0" && loads == "0", kernel.Value);
        }
    }

    private static string[] Entries() => [.. Entry().Matches(KernelImage.Text).Select(match => match.Groups["name"].Value)];

    [GeneratedRegex(@"^\.visible \.entry (?<name>\w+)\(", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Entry();

    [GeneratedRegex(
        @"Compiling entry function '(?<name>\w+)'.*?(?<stores>\d+) bytes spill stores, (?<loads>\d+) bytes spill loads.*?Used (?<registers>\d+) registers",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        10_000)]
    private static partial Regex Usage();
}
