using System.Globalization;
using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Driver;

/// <summary>Turns a <c>CUresult</c> into an exception with a message for users.</summary>
internal static unsafe class DriverResult
{
    public const int Success = 0;
    public const int OutOfMemory = 2;
    public const int NoDevice = 100;

    private const string Continue = "The run can be continued from its last checkpoint by the same command";

    /// <param name="asked">What the call was for, as the object of "the driver could not": <c>start the steps</c>.</param>
    public static void Check(int result, string asked)
    {
        if (result != Success)
        {
            throw Exception(result, asked);
        }
    }

    /// <summary>The sentence for <paramref name="asked"/>; <paramref name="detail"/> (a log) is put before the advice.</summary>
    public static CudaException Exception(int result, string asked, string? detail = null)
    {
        string number = result.ToString(CultureInfo.InvariantCulture);
        string message = $"The CUDA driver could not {asked}: {Describe(result)} ({Name(result)}, {number}).";
        return new CudaException(string.Join(' ', new[] { message, detail, Advice(result) }.Where(part => !string.IsNullOrEmpty(part))), result);
    }

    /// <summary><c>CUDA_ERROR_OUT_OF_MEMORY</c>; <c>unknown to this driver</c> for a number that it has no name for.</summary>
    public static string Name(int result) =>
        DriverApi.GetErrorName(result, out byte* name) == Success && name != null ? Marshal.PtrToStringUTF8((nint)name)! : "unknown to this driver";

    private static string Describe(int result) =>
        DriverApi.GetErrorString(result, out byte* text) == Success && text != null ? Marshal.PtrToStringUTF8((nint)text)! : "an error";

    /// <summary>What the user can do; empty where nothing better than the driver's words is known.</summary>
    private static string Advice(int result) => result switch
    {
        OutOfMemory => "Use a smaller batch or fewer seeds side by side, end other programs on the device, or run with --device cpu.",
        3 or 4 or 46 or 101 => "See with nvidia-smi whether the device is free, or run with --device cpu.",
        NoDevice => "See with nvidia-smi whether the device is there, or run with --device cpu.",
        200 or 209 or 218 or 222 => "A newer NVIDIA driver may help; otherwise run with --device cpu and report this.",
        221 => $"{DriverLibrary.JitCompiler}, a part of the driver, was not found: put the driver's folder into LD_LIBRARY_PATH, or run with --device cpu.",
        802 => "On a board with NVSwitch, start nvidia-fabricmanager (systemctl start nvidia-fabricmanager); otherwise run with --device cpu.",
        803 => "The driver library and the driver in the kernel have different versions: restart the machine after a driver update.",
        700 or 702 or (>= 714 and <= 719) => $"A computation on the device failed. {Continue}; if it happens again, use --device cpu and report this.",
        214 or 999 => $"The device or its driver failed. {Continue}; see with nvidia-smi whether the device is still there.",
        _ => string.Empty,
    };
}
