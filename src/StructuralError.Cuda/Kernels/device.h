// The words of CUDA C++ that the kernels use, without NVIDIA's toolkit: clang knows the attributes and the builtins, this header gives them
// their usual names. With STRUCTURALERROR_EMULATED the same words come from the stub driver's emulator, which runs the kernels on the CPU.
//
// Shared memory is declared as usual (`__shared__ double sums[32];`); a size known only at launch is had by DYNAMIC_SHARED(double, sums).
// The compiler does not fuse a*b + c by itself: write math::fma. A kernel so gives the same bits on every device and on the emulator.
// Every thread of a block must reach each __syncthreads(), and every thread of a mask each warp operation: the emulator reports the rest.
#pragma once

#ifdef STRUCTURALERROR_EMULATED
#include "emulator.h"
// The emulator's compiler knows by itself.
#define UNROLL(...)
#else

#define __global__ __attribute__((global))
#define __device__ __attribute__((device))
#define __shared__ __attribute__((shared))
#define __constant__ __attribute__((constant))
// Threads of a block, and blocks that a multiprocessor must have registers for. One unless said: without that word ptxas keeps values in memory (spills) on sm_80 to fit
// in more blocks than there are.
#define LAUNCH_BOUNDS(threads, blocks, ...) __attribute__((launch_bounds(threads, blocks)))
#define __launch_bounds__(...) LAUNCH_BOUNDS(__VA_ARGS__, 1, )
#define __forceinline__ inline __attribute__((always_inline))
// Before a loop over an array that must stay in registers, or whose loads are to be under way together.
#define UNROLL_TEXT(text) _Pragma(#text)
#define UNROLL(...) UNROLL_TEXT(unroll __VA_ARGS__)
#define DYNAMIC_SHARED(type, name) \
    extern __shared__ __attribute__((aligned(16))) unsigned char dynamicShared[]; \
    type* name = reinterpret_cast<type*>(dynamicShared)

namespace device {

struct Index {
    unsigned x, y, z;
};

__device__ __forceinline__ Index thread() { return {unsigned(__nvvm_read_ptx_sreg_tid_x()), unsigned(__nvvm_read_ptx_sreg_tid_y()), unsigned(__nvvm_read_ptx_sreg_tid_z())}; }
__device__ __forceinline__ Index block() { return {unsigned(__nvvm_read_ptx_sreg_ctaid_x()), unsigned(__nvvm_read_ptx_sreg_ctaid_y()), unsigned(__nvvm_read_ptx_sreg_ctaid_z())}; }
__device__ __forceinline__ Index blockSize() { return {unsigned(__nvvm_read_ptx_sreg_ntid_x()), unsigned(__nvvm_read_ptx_sreg_ntid_y()), unsigned(__nvvm_read_ptx_sreg_ntid_z())}; }
__device__ __forceinline__ Index gridSize() { return {unsigned(__nvvm_read_ptx_sreg_nctaid_x()), unsigned(__nvvm_read_ptx_sreg_nctaid_y()), unsigned(__nvvm_read_ptx_sreg_nctaid_z())}; }

}

#define threadIdx (device::thread())
#define blockIdx (device::block())
#define blockDim (device::blockSize())
#define gridDim (device::gridSize())

// __syncthreads() is clang's own.
__device__ __forceinline__ void __syncwarp(unsigned mask = 0xffffffffu) { __nvvm_bar_warp_sync(mask); }

// Writes of this thread become visible to all blocks before its later writes.
__device__ __forceinline__ void __threadfence() { __nvvm_membar_gl(); }

// Integers only: a sum of floats would depend on the order of arrival.
__device__ __forceinline__ unsigned atomicAdd(unsigned* address, unsigned value) { return unsigned(__nvvm_atom_add_gen_i(reinterpret_cast<int*>(address), int(value))); }

// The value of the lane whose number differs in the bits of `laneMask`. 4- and 8-byte values.
template <class T>
__device__ __forceinline__ T __shfl_xor_sync(unsigned mask, T value, int laneMask)
{
    static_assert(sizeof(T) == 4 || sizeof(T) == 8, "4- and 8-byte values only");
    int words[sizeof(T) / 4];
    __builtin_memcpy(words, &value, sizeof(T));
    for (int& word : words)
        word = __nvvm_shfl_sync_bfly_i32(int(mask), word, laneMask, 31);
    __builtin_memcpy(&value, words, sizeof(T));
    return value;
}

// The value of the lane `delta` above; a lane without one above keeps its own.
template <class T>
__device__ __forceinline__ T __shfl_down_sync(unsigned mask, T value, unsigned delta)
{
    static_assert(sizeof(T) == 4 || sizeof(T) == 8, "4- and 8-byte values only");
    int words[sizeof(T) / 4];
    __builtin_memcpy(words, &value, sizeof(T));
    for (int& word : words)
        word = __nvvm_shfl_sync_down_i32(int(mask), word, int(delta), 31);
    __builtin_memcpy(&value, words, sizeof(T));
    return value;
}

// The value of lane `lane`.
template <class T>
__device__ __forceinline__ T __shfl_sync(unsigned mask, T value, int lane)
{
    static_assert(sizeof(T) == 4 || sizeof(T) == 8, "4- and 8-byte values only");
    int words[sizeof(T) / 4];
    __builtin_memcpy(words, &value, sizeof(T));
    for (int& word : words)
        word = __nvvm_shfl_sync_idx_i32(int(mask), word, lane, 31);
    __builtin_memcpy(&value, words, sizeof(T));
    return value;
}

// The sum over the 32 lanes, the same bits in each: pairs at distance 16, 8, 4, 2, 1.
template <class T>
__device__ __forceinline__ T warpSum(T value)
{
    for (int distance = 16; distance > 0; distance /= 2)
        value += __shfl_xor_sync(0xffffffffu, value, distance);
    return value;
}

#endif

#include "functions.h"
