using System.Globalization;

namespace StructuralError.Cuda.Driver;

/// <summary>What a kernel takes, read from its PTX: the driver checks neither the number nor the sizes of the arguments that it is given.</summary>
internal static class KernelSignature
{
    /// <summary>Bytes of each parameter of the entry; null where the PTX has no such entry.</summary>
    public static int[]? Read(string ptx, string name)
    {
        string head = $".entry {name}(";
        int begin = ptx.IndexOf(head, StringComparison.Ordinal);
        if (begin < 0)
        {
            return null;
        }

        begin += head.Length;
        int end = ptx.IndexOf(')', begin);
        string parameters = ptx[begin..end].Trim();
        return parameters.Length == 0 ? [] : [.. parameters.Split(',').Select(parameter => Bytes(parameter.Trim(), name))];
    }

    /// <summary><c>.param .u64 name</c> is 8, <c>.param .f32 name</c> 4, <c>.param .align 8 .b8 name[72]</c>, a structure, 72.</summary>
    private static int Bytes(string parameter, string kernel)
    {
        string[] words = parameter.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [".param", ".align", _, ".b8", var name] when Length(name) is { } bytes => bytes,
            [".param", [_, _, .. var bits], _] when bits is "32" or "64" => Parse(bits) / 8,
            _ => throw new CudaException($"The parameter '{parameter}' of the kernel {kernel} is neither a value of 4 or 8 bytes nor a structure."),
        };
    }

    /// <summary>72 of <c>name[72]</c>.</summary>
    private static int? Length(string name) => name.IndexOf('[') is > 0 and int bracket && name.EndsWith(']') ? Parse(name[(bracket + 1)..^1]) : null;

    private static int Parse(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
