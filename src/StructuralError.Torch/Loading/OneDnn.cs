using System.Runtime.InteropServices;

namespace StructuralError.Torch.Loading;

/// <summary>
/// oneDNN, which computes libtorch's float32 convolutions. Version 3.7.1, which libtorch 2.10 brings, gives wrong gradients on some processors. libtorch has a
/// switch for it (<c>torch.backends.mkldnn</c>); TorchSharp has none, so it is called by its name in the library.
/// </summary>
internal static unsafe class OneDnn
{
    private const string Context = "_ZN2at13globalContextEv";
    private const string Enable = "_ZN2at7Context20setUserEnabledMkldnnEb";

    /// <summary>Whether libtorch computes without it.</summary>
    public static bool IsOff { get; private set; }

    /// <summary>For the rest of the process.</summary>
    /// <returns>False where the switch was not found; nothing has changed then.</returns>
    public static bool TrySwitchOff()
    {
        // Windows has other names and conventions for C++.
        if (!OperatingSystem.IsWindows()
            && NativeLibrary.TryLoad(Path.Combine(LibTorch.Instance.Folder!, NativeFolders.FileName("torch_cpu")), out nint library)
            && NativeLibrary.TryGetExport(library, Context, out nint context)
            && NativeLibrary.TryGetExport(library, Enable, out nint enable))
        {
            ((delegate* unmanaged[Cdecl]<nint, byte, void>)enable)(((delegate* unmanaged[Cdecl]<nint>)context)(), 0);
            IsOff = true;
        }

        return IsOff;
    }
}
