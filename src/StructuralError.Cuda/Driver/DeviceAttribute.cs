namespace StructuralError.Cuda.Driver;

/// <summary><c>CUdevice_attribute</c>: those that are asked for.</summary>
internal enum DeviceAttribute
{
    Multiprocessors = 16,
    ComputeCapabilityMajor = 75,
    ComputeCapabilityMinor = 76,

    /// <summary>Bytes of shared memory that a block can have when its kernel asks for it (CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN).</summary>
    SharedBytesPerBlock = 97,
}
