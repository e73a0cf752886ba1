// The words of CUDA C++ for kernels that run on the CPU: see Kernels/device.h, which includes this file.
// A block runs on one thread of the host, its CUDA threads as fibers: one runs until it waits for the others.
#pragma once
#include <cstring>

#define __global__
#define __device__
#define __constant__ static const
#define __shared__ static thread_local
#define __launch_bounds__(...)
#define __forceinline__ inline __attribute__((always_inline))
#define DYNAMIC_SHARED(type, name) type* name = static_cast<type*>(emulator::dynamicShared)

namespace emulator {

constexpr unsigned WarpSize = 32;

struct Index {
    unsigned x, y, z;
};

// What the running fiber sees. Not in the static block of thread-local storage: the kernels' shared memory would have to be there too, and it is small.
struct Current {
    Index thread, block, blockSize, gridSize;
};

extern thread_local Current current;
extern thread_local void* dynamicShared;

void synchronizeBlock();

// True for the last lane to come, which goes on before the others do. A shuffle makes lanes wait for each other but orders no memory; only __syncwarp does.
bool synchronizeWarp(unsigned mask, bool ordersMemory = false);

// Where the lanes of the running fiber's warp leave 8-byte words for each other. Two sets are used in turn, so that one wait an exchange is enough:
// a set is written again only after all have passed the next exchange.
struct Exchange {
    unsigned long long* words;
    unsigned lane;
    unsigned lanes;
};

Exchange beginExchange();

template <class T>
T take(const Exchange& exchange, unsigned lane)
{
    T value;
    std::memcpy(&value, exchange.words + lane, sizeof(T));
    return value;
}

template <class T>
Exchange give(unsigned mask, T value)
{
    static_assert(sizeof(T) == 4 || sizeof(T) == 8, "4- and 8-byte values only");
    Exchange exchange = beginExchange();
    std::memcpy(exchange.words + exchange.lane, &value, sizeof(T));
    synchronizeWarp(mask);
    return exchange;
}

}

#define threadIdx (emulator::current.thread)
#define blockIdx (emulator::current.block)
#define blockDim (emulator::current.blockSize)
#define gridDim (emulator::current.gridSize)

inline void __syncthreads() { emulator::synchronizeBlock(); }
inline void __syncwarp(unsigned mask = 0xffffffffu) { emulator::synchronizeWarp(mask, true); }
inline void __threadfence() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
inline unsigned atomicAdd(unsigned* address, unsigned value) { return __atomic_fetch_add(address, value, __ATOMIC_SEQ_CST); }

template <class T>
T __shfl_sync(unsigned mask, T value, int lane)
{
    return emulator::take<T>(emulator::give(mask, value), unsigned(lane) % emulator::WarpSize);
}

template <class T>
T __shfl_xor_sync(unsigned mask, T value, int laneMask)
{
    emulator::Exchange exchange = emulator::give(mask, value);
    return emulator::take<T>(exchange, (exchange.lane ^ unsigned(laneMask)) % emulator::WarpSize);
}

template <class T>
T __shfl_down_sync(unsigned mask, T value, unsigned delta)
{
    emulator::Exchange exchange = emulator::give(mask, value);
    unsigned lane = exchange.lane + delta;
    return lane < emulator::WarpSize ? emulator::take<T>(exchange, lane) : value;
}

// One wait in place of five, and the last lane to come adds for all. The same pairs are added as by five butterflies: the same bits.
template <class T>
T warpSum(T value)
{
    emulator::Exchange exchange = emulator::beginExchange();
    std::memcpy(exchange.words + exchange.lane, &value, sizeof(T));
    if (emulator::synchronizeWarp(0xffffffffu)) {
        T sums[emulator::WarpSize];
        for (unsigned lane = 0; lane < emulator::WarpSize; lane++)
            sums[lane] = emulator::take<T>(exchange, lane);
        for (unsigned distance = 16; distance > 0; distance /= 2)
            for (unsigned lane = 0; lane < distance; lane++)
                sums[lane] += sums[lane + distance];
        std::memcpy(exchange.words, sums, sizeof(T));
    }

    return emulator::take<T>(exchange, 0);
}
