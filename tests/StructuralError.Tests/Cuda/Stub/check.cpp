// Checks of the emulator itself, without a driver: what the threads of a block see of each other, and what it reports.
#include "driver.h"
#include "emulator.h"

namespace {


// Runs one block of `threads`; its fault.
std::string run(emulator::Body body, unsigned threads, double* out, emulator::Order order = emulator::Order::Forward)
{
    struct {
        double* out;
    } arguments{out};
    return emulator::runBlock({body, reinterpret_cast<const char*>(&arguments), {1, 1, 1}, {threads, 1, 1}, 0, order}, {0, 0, 0});
}

double* result(const char* arguments)
{
    double* out;
    std::memcpy(&out, arguments, sizeof out);
    return out;
}

void barriers(const char* arguments)
{
    __shared__ double values[256];
    unsigned i = threadIdx.x, n = blockDim.x;
    values[i] = i;
    for (unsigned round = 0; round < 3; round++) {
        __syncthreads();
        double next = values[(i + 1) % n];
        __syncthreads();
        values[i] = next;
    }
    result(arguments)[i] = values[i];
}

void shuffles(const char* arguments)
{
    unsigned i = threadIdx.x;
    double value = 1000 + i;
    double other = __shfl_xor_sync(0xffffffffu, value, 5);
    float down = __shfl_down_sync(0xffffffffu, float(i), 3);
    long long first = __shfl_sync(0xffffffffu, (long long)i * 7, 2);
    result(arguments)[i] = other + 1e4 * down + 1e8 * double(first);
}

void sums(const char* arguments)
{
    unsigned i = threadIdx.x;
    double value = 1.0 / (1 + i * i), sum = value;
    for (int distance = 16; distance > 0; distance /= 2)
        sum += __shfl_xor_sync(0xffffffffu, sum, distance);
    result(arguments)[i] = sum == warpSum(value) ? sum : -1;
}

// Only the lanes below 10 take part; the others have ended, or do something else.
void partOfWarp(const char* arguments)
{
    unsigned i = threadIdx.x;
    if (i < 10)
        result(arguments)[i] = __shfl_xor_sync(0x3ffu, double(i), 1);
}

void missingBarrier(const char*)
{
    if (threadIdx.x != 7)
        __syncthreads();
}

void missingLane(const char*)
{
    if (threadIdx.x != 7)
        __syncwarp();
}

void stranger(const char*)
{
    __syncwarp(0xfffffffeu);
}

const char* check()
{
    double out[256];
    for (emulator::Order order : {emulator::Order::Forward, emulator::Order::Backward, emulator::Order::Shuffled}) {
        for (unsigned threads : {1u, 31u, 32u, 33u, 100u, 256u}) {
            if (!run(barriers, threads, out, order).empty())
                return "barriers: a fault";
            for (unsigned i = 0; i < threads; i++)
                if (out[i] != (i + 3) % threads)
                    return "barriers: a value from before or after";
        }

        if (!run(shuffles, 128, out, order).empty())
            return "shuffles: a fault";
        for (unsigned i = 0; i < 128; i++) {
            unsigned base = i / 32 * 32, down = i % 32 + 3 < 32 ? i + 3 : i;
            if (out[i] != 1000 + (i ^ 5) + 1e4 * down + 1e8 * 7 * (base + 2))
                return "shuffles: a wrong lane";
        }

        if (!run(sums, 64, out, order).empty() || out[0] <= 0 || out[0] != out[31] || out[32] != out[63])
            return "warpSum: not what five butterflies give";
        if (!run(partOfWarp, 40, out, order).empty() || out[4] != 5 || out[9] != 8)
            return "a mask of ten lanes";
    }

    if (run(missingBarrier, 64, out).empty())
        return "a barrier that one thread leaves out was not reported";
    if (run(missingLane, 64, out).empty())
        return "a warp operation that one lane leaves out was not reported";
    if (run(stranger, 32, out).empty())
        return "a mask without the caller was not reported";
    // After a fault the next block finds nothing of it.
    if (!run(barriers, 256, out).empty() || out[0] != 3)
        return "a fault outlasts its block";
    return "";
}

}

// Empty, or what the emulator does wrong.
EXPORT const char* stub_check() { return check(); }
