// partial[n, slot, (c, c')] = Σ_f rows[n, c, f]·rows[n, c', f] (or ·products[n, c', f]) for c <= c' over the slot's features, in float64; scale[n, layer] = ‖a[n]‖² + (1 with bias);
// gradient[n, f] = Σ_c (p − q)_c·rows[n, c, f]. All layers at once: one block a slot and sample.
#include "gram.h"

struct GramPartsArguments {
    Replicas replicas;
    const GramSlot* slots;
    // (c, c') of each pair, c << 16 | c'.
    const int* pairs;
    const double* error;
    double* partial;
    double* scale;
    int classes, pairCount, slotCount, layerCount;
};

namespace {

constexpr int GramThreads = 64;

// Σ over the block's threads, the same in each of them.
__device__ __forceinline__ double gramBlockSum(double value)
{
    __shared__ double warps[GramThreads / 32];
    value = warpSum(value);
    if (threadIdx.x % 32 == 0)
        warps[threadIdx.x / 32] = value;
    __syncthreads();
    double sum = 0;
    for (int warp = 0; warp < GramThreads / 32; warp++)
        sum += warps[warp];
    return sum;
}

template <class X, class Y>
__device__ __forceinline__ double gramSum(const X* x, const Y* y, int length)
{
    double sum = 0;
    for (int f = 0; f < length; f++)
        sum = math::fma(double(x[f]), double(y[f]), sum);
    return sum;
}

template <class T>
__device__ __forceinline__ void gramParts(const GramPartsArguments& arguments)
{
    DYNAMIC_SHARED(T, rows);
    const Replicas& replicas = arguments.replicas;
    int n = blockIdx.x, thread = threadIdx.x, classes = arguments.classes;
    if (n >= controlOf(replicas)->count)
        return;
    GramSlot slot = arguments.slots[blockIdx.y];
    int pitch = slot.length + 1;
    const double* error = own(arguments.error, replicas) + (long long)n * classes;
    if (slot.length > 0) {
        Cotangents<T> view = typed<T>(slot.rows, replicas, slot.sharedRows);
        for (int f = thread; f < slot.length; f += GramThreads)
            for (int firstClass = 0; firstClass < classes; firstClass += ClassesAtOnce) {
                T d[ClassesAtOnce];
                classesAt(view, n, slot.begin + f, firstClass, classes, d);
                UNROLL()
                for (int i = 0; i < ClassesAtOnce; i++)
                    if (firstClass + i < classes)
                        rows[(firstClass + i) * pitch + f] = d[i];
            }

        __syncthreads();
        double* partial = own(arguments.partial, replicas) + ((long long)n * arguments.slotCount + blockIdx.y) * arguments.pairCount;
        for (int pair = thread; pair < arguments.pairCount; pair += GramThreads) {
            int c = arguments.pairs[pair] >> 16, other = arguments.pairs[pair] & 0xffff;
            partial[pair] = slot.products
                ? gramSum(rows + c * pitch, own(slot.products, replicas) + ((long long)n * classes + other) * slot.rows.features + slot.begin, slot.length)
                : gramSum(rows + c * pitch, rows + other * pitch, slot.length);
        }

        T* gradient = own(static_cast<T*>(slot.gradient), replicas) + (long long)n * slot.rows.features + slot.begin;
        for (int f = thread; f < slot.length; f += GramThreads) {
            T sum = T(0);
            for (int c = 0; c < classes; c++)
                sum = math::fma(T(-error[c]), rows[c * pitch + f], sum);
            gradient[f] = sum;
        }
    } else {
        // The output layer: its cotangents are the identity.
        T* gradient = own(static_cast<T*>(slot.gradient), replicas) + (long long)n * classes;
        for (int c = thread; c < classes; c += GramThreads)
            gradient[c] = T(-error[c]);
    }

    if (slot.begin > 0)
        return;
    double norm = 1;
    if (slot.input) {
        const T* input = own(static_cast<const T*>(slot.input), replicas) + (long long)n * slot.inputs;
        norm = 0;
        for (int i = thread; i < slot.inputs; i += GramThreads)
            norm = math::fma(double(input[i]), double(input[i]), norm);
        norm = gramBlockSum(norm) + slot.bias;
    }

    if (thread == 0)
        own(arguments.scale, replicas)[(long long)n * arguments.layerCount + slot.layer] = norm;
}

}

extern "C" __global__ void __launch_bounds__(64) gram_parts_f32(GramPartsArguments arguments) { gramParts<float>(arguments); }
extern "C" __global__ void __launch_bounds__(64) gram_parts_f64(GramPartsArguments arguments) { gramParts<double>(arguments); }
