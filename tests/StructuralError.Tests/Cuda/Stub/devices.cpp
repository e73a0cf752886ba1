// Devices and contexts.
#include "driver.h"
#include <cstdio>
#include <cstring>

using namespace stub;

namespace {

struct NamedResult {
    int result;
    const char* name;
    const char* text;
};

constexpr NamedResult Names[] = {
    {0, "CUDA_SUCCESS", "no error"},
    {1, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {2, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {3, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {100, "CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"},
    {101, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {201, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {209, "CUDA_ERROR_NO_BINARY_FOR_GPU", "no kernel image is available for execution on the device"},
    {218, "CUDA_ERROR_INVALID_PTX", "a PTX JIT compilation failed"},
    {221, "CUDA_ERROR_JIT_COMPILER_NOT_FOUND", "PTX JIT compiler library not found"},
    {400, "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"},
    {500, "CUDA_ERROR_NOT_FOUND", "named symbol not found"},
    {600, "CUDA_ERROR_NOT_READY", "device not ready"},
    {700, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"},
    {702, "CUDA_ERROR_LAUNCH_TIMEOUT", "the launch timed out and was terminated"},
    {719, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
    {900, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED", "operation not permitted when stream is capturing"},
    {901, "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED", "operation failed due to a previous error during capture"},
    {903, "CUDA_ERROR_STREAM_CAPTURE_UNMATCHED", "the capture was not initiated in this stream"},
    {904, "CUDA_ERROR_STREAM_CAPTURE_UNJOINED", "capturing stream has unjoined work"},
    {802, "CUDA_ERROR_SYSTEM_NOT_READY", "system not yet initialized"},
    {999, "CUDA_ERROR_UNKNOWN", "unknown error"},
};

const NamedResult* named(int result)
{
    for (const NamedResult& entry : Names)
        if (entry.result == result)
            return &entry;
    return nullptr;
}

constexpr int AttributeMultiprocessors = 16;
constexpr int AttributeMajor = 75;
constexpr int AttributeMinor = 76;
constexpr int AttributeMaximalSharedMemory = 97;

Result release(int device)
{
    State& state = State::get();
    if (device < 0 || device >= state.device.count || state.retained == 0)
        return InvalidContext;
    // A context without a fault has nothing left, or what it has shows in stub_leaks.
    if (--state.retained == 0 && state.sticky != Success)
        destroyContext();
    return Success;
}

}

EXPORT int cuGetErrorName(int error, const char** name)
{
    const NamedResult* entry = named(error);
    *name = entry == nullptr ? nullptr : entry->name;
    return entry == nullptr ? InvalidValue : Success;
}

EXPORT int cuGetErrorString(int error, const char** text)
{
    const NamedResult* entry = named(error);
    *text = entry == nullptr ? nullptr : entry->text;
    return entry == nullptr ? InvalidValue : Success;
}

EXPORT int cuInit(unsigned flags)
{
    ENTRY(cuInit, Nothing);
    if (flags != 0)
        return InvalidValue;
    if (State::get().device.count == 0)
        return NoDevice;
    State::get().initialized = true;
    return Success;
}

EXPORT int cuDriverGetVersion(int* version)
{
    ENTRY(cuDriverGetVersion, Nothing);
    *version = State::get().device.driverVersion;
    return Success;
}

EXPORT int cuDeviceGetCount(int* count)
{
    ENTRY(cuDeviceGetCount, Driver);
    *count = State::get().device.count;
    return Success;
}

EXPORT int cuDeviceGet(int* device, int ordinal)
{
    ENTRY(cuDeviceGet, Driver);
    if (ordinal < 0 || ordinal >= State::get().device.count)
        return InvalidDevice;
    *device = ordinal;
    return Success;
}

EXPORT int cuDeviceGetName(char* name, int length, int device)
{
    ENTRY(cuDeviceGetName, Driver);
    if (device < 0 || device >= State::get().device.count || length < 1)
        return InvalidValue;
    std::snprintf(name, std::size_t(length), "%s", State::get().device.name.c_str());
    return Success;
}

EXPORT int cuDeviceTotalMem_v2(std::size_t* bytes, int device)
{
    ENTRY(cuDeviceTotalMem_v2, Driver);
    if (device < 0 || device >= State::get().device.count)
        return InvalidDevice;
    *bytes = State::get().device.memory;
    return Success;
}

EXPORT int cuDeviceGetAttribute(int* value, int attribute, int device)
{
    ENTRY(cuDeviceGetAttribute, Driver);
    const Device& properties = State::get().device;
    if (device < 0 || device >= properties.count)
        return InvalidDevice;
    switch (attribute) {
    case AttributeMultiprocessors:
        *value = properties.multiprocessors;
        return Success;
    case AttributeMajor:
        *value = properties.major;
        return Success;
    case AttributeMinor:
        *value = properties.minor;
        return Success;
    case AttributeMaximalSharedMemory:
        *value = 64 << 10;
        return Success;
    default:
        return InvalidValue;
    }
}

EXPORT int cuDevicePrimaryCtxRetain(void** context, int device)
{
    ENTRY(cuDevicePrimaryCtxRetain, Driver);
    State& state = State::get();
    if (device < 0 || device >= state.device.count)
        return InvalidDevice;
    if (state.sticky != Success)
        return state.sticky;
    state.retained++;
    *context = &state;
    return Success;
}

EXPORT int cuDevicePrimaryCtxRelease_v2(int device)
{
    ENTRY(cuDevicePrimaryCtxRelease_v2, Driver);
    return State::get().device.driverVersion < 11000 ? NotFound : release(device);
}

EXPORT int cuDevicePrimaryCtxRelease(int device)
{
    ENTRY(cuDevicePrimaryCtxRelease, Driver);
    return release(device);
}

EXPORT int cuCtxSetCurrent(void* context)
{
    ENTRY(cuCtxSetCurrent, Driver);
    contextIsCurrent = context != nullptr;
    return Success;
}

EXPORT int cuCtxSynchronize()
{
    ENTRY(cuCtxSynchronize, Context);
    return call.end(drainAll());
}
