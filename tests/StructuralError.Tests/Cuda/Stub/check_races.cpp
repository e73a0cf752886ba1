// Checks of the check for races: kernels that have one, and the same with what orders their accesses. Compiled as the engine's kernels are.
#include "driver.h"
#include "emulator.h"

namespace {

unsigned memory[256];
races::Lane lane;
std::string faults;

unsigned* words(const char* arguments)
{
    unsigned* words;
    std::memcpy(&words, arguments, sizeof words);
    return words;
}

// The block's own words.
unsigned* own(const char* arguments) { return words(arguments) + blockIdx.x * 128; }

template <bool Waits>
void neighboursInDeviceMemory(const char* arguments)
{
    unsigned* out = own(arguments);
    unsigned i = threadIdx.x;
    out[i] = i;
    if constexpr (Waits)
        __syncthreads();
    out[blockDim.x + i] = out[(i + 1) % blockDim.x];
}

template <bool Waits>
void neighboursInSharedMemory(const char* arguments)
{
    __shared__ unsigned values[64];
    unsigned i = threadIdx.x;
    values[i] = i;
    __syncthreads();
    unsigned next = values[(i + 1) % blockDim.x];
    if constexpr (Waits)
        __syncthreads();
    values[i] = next;
    own(arguments)[i] = next;
}

// A warp's own barrier orders its lanes, and no others.
void lanesAfterWarpBarrier(const char* arguments)
{
    unsigned* out = own(arguments);
    unsigned i = threadIdx.x;
    out[i] = i;
    __syncwarp();
    out[blockDim.x + i] = out[i / 32 * 32 + (i + 1) % 32];
}

void lanesAfterShuffle(const char* arguments)
{
    unsigned* out = own(arguments);
    unsigned i = threadIdx.x;
    out[i] = i;
    unsigned other = __shfl_xor_sync(0xffffffffu, i, 1);
    out[blockDim.x + i] = out[i / 32 * 32 + (i + 1) % 32] + other;
}

void warpsAfterWarpBarrier(const char* arguments)
{
    unsigned* out = own(arguments);
    unsigned i = threadIdx.x;
    out[i] = i;
    __syncwarp();
    out[blockDim.x + i] = out[(i + 32) % blockDim.x];
}

void blocksOfTheirOwn(const char* arguments) { words(arguments)[blockIdx.x * blockDim.x + threadIdx.x] = 1; }

void blocksThatShare(const char* arguments)
{
    if (threadIdx.x == 0)
        words(arguments)[0] = blockIdx.x;
}

void blocksThatReadWhatOneWrites(const char* arguments)
{
    unsigned* out = words(arguments);
    if (blockIdx.x == 1 && threadIdx.x == 0)
        out[0] = 1;
    out[1 + blockIdx.x * blockDim.x + threadIdx.x] = out[0];
}

// What is reported of a launch of two blocks with 64 threads each.
std::string reported(emulator::Body body)
{
    unsigned* arguments = memory;
    auto address = reinterpret_cast<std::uint64_t>(memory);
    stub::State& state = stub::State::get();
    std::string before;
    before.swap(state.report);
    races::reset();
    races::watch(address, sizeof memory);
    races::begin(lane, "check");
    for (unsigned block = 0; block < 2; block++)
        emulator::runBlock({body, reinterpret_cast<const char*>(&arguments), {2, 1, 1}, {64, 1, 1}, 0, emulator::Order::Forward}, {block, 0, 0});
    races::end();
    races::forget(address);
    before.swap(state.report);
    return before;
}

std::string expect(const char* name, emulator::Body body, const std::string& wanted)
{
    std::string found = reported(body);
    bool isRight = wanted.empty() || !races::areChecked() ? found.empty() : found.find(wanted) != std::string::npos;
    return isRight ? "" : std::string(name) + ": '" + found + "' in place of '" + wanted + "'\n";
}

}

#define EXPECT(kernel, wanted) expect(#kernel, &kernel, wanted)

// Empty, or what the check gets wrong.
EXPORT const char* stub_check_races()
{
    faults = EXPECT(neighboursInDeviceMemory<true>, "") + EXPECT(neighboursInDeviceMemory<false>, "reads what was written by another thread of its block")
        + EXPECT(neighboursInSharedMemory<true>, "") + EXPECT(neighboursInSharedMemory<false>, "writes what was read by another thread of its block")
        + EXPECT(lanesAfterWarpBarrier, "") + EXPECT(lanesAfterShuffle, "reads what was written by another thread of its block")
        + EXPECT(warpsAfterWarpBarrier, "reads what was written by another thread of its block")
        + EXPECT(blocksOfTheirOwn, "") + EXPECT(blocksThatShare, "writes what was written by another thread of another block")
        + EXPECT(blocksThatReadWhatOneWrites, "writes what was read by another thread of another block");
    return faults.c_str();
}
