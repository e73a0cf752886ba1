// Elementary functions. NVIDIA's own are a library of the toolkit (libdevice), so these are written out; tests compare them with .NET's Math.
// Nothing here depends on the device: the same argument gives the same bits on a GPU and on the emulator.
#pragma once

namespace math {

__device__ __forceinline__ double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
__device__ __forceinline__ float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
__device__ __forceinline__ double sqrt(double x) { return __builtin_sqrt(x); }
__device__ __forceinline__ float sqrt(float x) { return __builtin_sqrtf(x); }
__device__ __forceinline__ double abs(double x) { return __builtin_fabs(x); }
__device__ __forceinline__ float abs(float x) { return __builtin_fabsf(x); }

// Like the conditional operator: NaN gives b.
template <class T>
__device__ __forceinline__ T max(T a, T b) { return a > b ? a : b; }
template <class T>
__device__ __forceinline__ T min(T a, T b) { return a < b ? a : b; }

__device__ __forceinline__ long long bits(double x)
{
    long long word;
    __builtin_memcpy(&word, &x, sizeof word);
    return word;
}

__device__ __forceinline__ double fromBits(long long word)
{
    double x;
    __builtin_memcpy(&x, &word, sizeof x);
    return x;
}

// x·2^exponent for -1022 <= exponent <= 1023.
__device__ __forceinline__ double scale(double x, int exponent) { return x * fromBits((long long)(exponent + 1023) << 52); }

constexpr double Log2E = 1.4426950408889634;
// ln 2 = High + Low; the last 21 bits of High are zero, so that n·High is exact for |n| < 2^20.
constexpr double Log2High = 0x1.62e42fee00000p-1;
constexpr double Log2Low = 0x1.a39ef35793c76p-33;

}
