using System.Runtime.InteropServices;

namespace StructuralError.Torch.Loading;

/// <summary>
/// Libraries that libtorch computes convolutions with, and can do without. libtorch has a switch for each (<c>torch.backends</c> of PyTorch); TorchSharp has
/// none, so it is called by its name in the library. Windows has other names and conventions for C++: nothing is switched there.
/// </summary>
internal sealed unsafe class LibrarySwitch(string function)
{
    private const string Context = "_ZN2at13globalContextEv";

    /// <summary>Version 3.7.1, which libtorch 2.10 brings, gives wrong float32 gradients on some processors.</summary>
    public static LibrarySwitch OneDnn { get; } = new("_ZN2at7Context20setUserEnabledMkldnnEb");

    /// <summary>Prints a warning for every convolution on a processor that it does not know.</summary>
    public static LibrarySwitch Nnpack { get; } = new("_ZN2at7Context20setUserEnabledNNPACKEb");

    public bool IsOff { get; private set; }

    /// <summary>For the rest of the process.</summary>
    /// <param name="library">The handle of <c>libtorch_cpu</c>.</param>
    /// <returns>False where the switch was not found; nothing has changed then.</returns>
    public bool TryTurnOff(nint library)
    {
        if (!OperatingSystem.IsWindows()
            && NativeLibrary.TryGetExport(library, Context, out nint context)
            && NativeLibrary.TryGetExport(library, function, out nint enable))
        {
            ((delegate* unmanaged[Cdecl]<nint, byte, void>)enable)(((delegate* unmanaged[Cdecl]<nint>)context)(), 0);
            IsOff = true;
        }

        return IsOff;
    }
}
