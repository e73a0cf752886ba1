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

    /// <summary><c>.param .u64 name</c> is 8, <c>.param .f32 name</c> 4. Structures are not used.</summary>
    private static int Bytes(string parameter, string kernel)
    {
        string[] words = parameter.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words is [".param", [_, _, .. var bits], _] && int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size is 32 or 64)
        {
            return size / 8;
        }

        throw new CudaException($"The parameter '{parameter}' of the kernel {kernel} is neither of 4 nor of 8 bytes.");
    }
}
