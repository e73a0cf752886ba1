// Memory of the device and of the host. The device's is ordinary memory between two guards; whoever writes beside it is found at the next wait.
#include "driver.h"
#include <cstdlib>
#include <cstring>

using namespace stub;

namespace {

constexpr std::size_t Guard = 512;
// Read as float or double, memory that nobody wrote is NaN.
constexpr unsigned char FreshByte = 0xFF;

// What lies around an allocation is NaN too, but no common one: who reads there sees it in the results.
char guardByte(const char* address)
{
    constexpr unsigned char Word[] = {0xA5, 0xA5, 0xC5, 0xFF};
    return char(Word[reinterpret_cast<std::uintptr_t>(address) % 4]);
}

void setGuard(char* begin, std::size_t bytes)
{
    for (std::size_t i = 0; i < bytes; i++)
        begin[i] = guardByte(begin + i);
}

bool isGuard(const char* begin, std::size_t bytes)
{
    for (std::size_t i = 0; i < bytes; i++)
        if (begin[i] != guardByte(begin + i))
            return false;
    return true;
}

std::size_t guardAfter(std::size_t bytes) { return Guard + (Guard - bytes % Guard) % Guard; }

bool isIntact(const Allocation& allocation)
{
    return isGuard(allocation.base, Guard) && isGuard(allocation.base + Guard + allocation.bytes, guardAfter(allocation.bytes));
}

}

namespace stub {

bool isDeviceRange(std::uint64_t address, std::size_t bytes)
{
    auto& memory = State::get().memory;
    auto next = memory.upper_bound(address);
    if (next == memory.begin())
        return false;
    auto allocation = std::prev(next);
    return address - allocation->first <= allocation->second.bytes && bytes <= allocation->second.bytes - (address - allocation->first);
}

bool isPinned(const void* address, std::size_t bytes)
{
    auto& pinned = State::get().pinned;
    auto place = reinterpret_cast<std::uintptr_t>(address);
    auto next = pinned.upper_bound(place);
    if (next == pinned.begin())
        return false;
    auto allocation = std::prev(next);
    return place - allocation->first <= allocation->second && bytes <= allocation->second - (place - allocation->first);
}

Result checkGuards()
{
    for (auto& [address, allocation] : State::get().memory)
        if (!isIntact(allocation)) {
            complain("something was written beside an allocation of " + std::to_string(allocation.bytes) + " bytes");
            setGuard(allocation.base, Guard);
            setGuard(allocation.base + Guard + allocation.bytes, guardAfter(allocation.bytes));
            return IllegalAddress;
        }
    return Success;
}

}

EXPORT int cuMemGetInfo_v2(std::size_t* free, std::size_t* total)
{
    ENTRY(cuMemGetInfo_v2, Context);
    *total = State::get().device.memory;
    *free = *total - std::min(*total, State::get().allocated);
    return Success;
}

EXPORT int cuMemAlloc_v2(std::uint64_t* address, std::size_t bytes)
{
    ENTRY(cuMemAlloc_v2, Context);
    State& state = State::get();
    if (bytes == 0)
        return InvalidValue;
    if (bytes > state.device.memory || state.allocated > state.device.memory - bytes)
        return OutOfMemory;
    std::size_t size = Guard + bytes + guardAfter(bytes);
    auto* base = static_cast<char*>(std::aligned_alloc(Guard, size));
    if (base == nullptr)
        return OutOfMemory;
    setGuard(base, Guard);
    std::memset(base + Guard, FreshByte, bytes);
    setGuard(base + Guard + bytes, guardAfter(bytes));
    *address = reinterpret_cast<std::uintptr_t>(base + Guard);
    state.memory[*address] = {bytes, base};
    races::watch(*address, bytes);
    state.allocated += bytes;
    return Success;
}

EXPORT int cuMemFree_v2(std::uint64_t address)
{
    ENTRY(cuMemFree_v2, Context);
    State& state = State::get();
    auto found = state.memory.find(address);
    if (found == state.memory.end())
        return InvalidValue;
    // As the real driver: what is under way may still use it.
    Result result = drainAll();
    if (result == Success)
        result = checkGuards();
    state.allocated -= found->second.bytes;
    std::free(found->second.base);
    state.memory.erase(found);
    races::forget(address);
    return call.end(result);
}

EXPORT int cuMemHostAlloc(void** address, std::size_t bytes, unsigned)
{
    ENTRY(cuMemHostAlloc, Context);
    if (bytes == 0)
        return InvalidValue;
    *address = std::aligned_alloc(4096, (bytes + 4095) / 4096 * 4096);
    if (*address == nullptr)
        return OutOfMemory;
    std::memset(*address, FreshByte, bytes);
    State::get().pinned[reinterpret_cast<std::uintptr_t>(*address)] = bytes;
    return Success;
}

EXPORT int cuMemFreeHost(void* address)
{
    ENTRY(cuMemFreeHost, Context);
    auto found = State::get().pinned.find(reinterpret_cast<std::uintptr_t>(address));
    if (found == State::get().pinned.end())
        return InvalidValue;
    Result result = drainAll();
    State::get().pinned.erase(found);
    std::free(address);
    return call.end(result);
}

namespace {

// Memory of the host that is not pinned may be gone when the stream comes to the copy; the real driver then copies before it returns.
Result copy(void* stream, void* destination, const void* source, std::size_t bytes, bool pinned)
{
    Stream* target = find(stream);
    if (target == nullptr)
        return InvalidHandle;
    if (!pinned && target->capture != nullptr)
        return CaptureUnsupported;
    Result result = enqueue(*target, "a copy", [=] {
        races::access(reinterpret_cast<std::uint64_t>(source), bytes, false);
        races::access(reinterpret_cast<std::uint64_t>(destination), bytes, true);
        std::memcpy(destination, source, bytes);
        return Success;
    });
    return pinned ? result : wait(*target);
}

template <class T>
int fill(void* stream, std::uint64_t destination, T value, std::size_t count)
{
    Stream* target = find(stream);
    if (target == nullptr)
        return InvalidHandle;
    if (destination % sizeof(T) != 0 || !isDeviceRange(destination, count * sizeof(T)))
        return InvalidValue;
    return enqueue(*target, "a fill", [=] {
        races::access(destination, count * sizeof(T), true);
        auto* words = reinterpret_cast<T*>(destination);
        for (std::size_t i = 0; i < count; i++)
            words[i] = value;
        return Success;
    });
}

}

EXPORT int cuMemcpyHtoDAsync_v2(std::uint64_t destination, const void* source, std::size_t bytes, void* stream)
{
    ENTRY(cuMemcpyHtoDAsync_v2, Context);
    if (!isDeviceRange(destination, bytes))
        return InvalidValue;
    return call.end(copy(stream, reinterpret_cast<void*>(destination), source, bytes, isPinned(source, bytes)));
}

EXPORT int cuMemcpyDtoHAsync_v2(void* destination, std::uint64_t source, std::size_t bytes, void* stream)
{
    ENTRY(cuMemcpyDtoHAsync_v2, Context);
    if (!isDeviceRange(source, bytes))
        return InvalidValue;
    return call.end(copy(stream, destination, reinterpret_cast<const void*>(source), bytes, isPinned(destination, bytes)));
}

EXPORT int cuMemcpyDtoDAsync_v2(std::uint64_t destination, std::uint64_t source, std::size_t bytes, void* stream)
{
    ENTRY(cuMemcpyDtoDAsync_v2, Context);
    if (!isDeviceRange(destination, bytes) || !isDeviceRange(source, bytes))
        return InvalidValue;
    return call.end(copy(stream, reinterpret_cast<void*>(destination), reinterpret_cast<const void*>(source), bytes, true));
}

EXPORT int cuMemsetD8Async(std::uint64_t destination, unsigned char value, std::size_t count, void* stream)
{
    ENTRY(cuMemsetD8Async, Context);
    return call.end(Result(fill(stream, destination, value, count)));
}

EXPORT int cuMemsetD32Async(std::uint64_t destination, unsigned value, std::size_t count, void* stream)
{
    ENTRY(cuMemsetD32Async, Context);
    return call.end(Result(fill(stream, destination, value, count)));
}
