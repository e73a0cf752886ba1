// Layer normalisation over all F values of a sample: y = w ∘ x̂ + b, x̂ = (x − mean x)·r, r = 1 / √(var x + ε). Sums are float64. C#: Layers/LayerNormRule.cs.
#include "cotangents.h"

struct LayerNormForwardArguments {
    Replicas replicas;
    const void* x;
    const void* weights;
    // Null without.
    const void* bias;
    void* y;
    // x̂, [n, f]
    void* normalized;
    // r, [n]
    double* inverse;
    double epsilon;
    int features, reserved;
};

struct LayerNormPullBackArguments {
    Replicas replicas;
    Cotangents<void> output, add;
    const void* weights;
    const void* normalized;
    const double* inverse;
    // [n, c, f, k]: k = 0 the weight's column, 1 the bias's.
    void* jacobian;
    // [n, c, f]; null where nothing is pulled back.
    void* to;
    int classes, sharedOutput, sharedAdd, bias;
};

namespace {

constexpr int LayerNormThreads = 128;

// Σ over the block's threads, the same in each of them.
__device__ __forceinline__ double layerNormSum(double value)
{
    __shared__ double warps[LayerNormThreads / 32];
    value = warpSum(value);
    if (threadIdx.x % 32 == 0)
        warps[threadIdx.x / 32] = value;
    __syncthreads();
    double sum = 0;
    for (int warp = 0; warp < LayerNormThreads / 32; warp++)
        sum += warps[warp];
    // Until all have read, nobody may write the next sum.
    __syncthreads();
    return sum;
}

template <class T>
__device__ __forceinline__ void layerNormForward(const LayerNormForwardArguments& arguments)
{
    const Replicas& replicas = arguments.replicas;
    int n = blockIdx.x, thread = threadIdx.x, features = arguments.features;
    if (n >= controlOf(replicas)->count)
        return;
    const T* x = own(static_cast<const T*>(arguments.x), replicas) + (long long)n * features;
    const T* weights = own(static_cast<const T*>(arguments.weights), replicas);
    const T* bias = own(static_cast<const T*>(arguments.bias), replicas);
    T* y = own(static_cast<T*>(arguments.y), replicas) + (long long)n * features;
    T* normalized = own(static_cast<T*>(arguments.normalized), replicas) + (long long)n * features;
    double sum = 0, squares = 0;
    for (int f = thread; f < features; f += LayerNormThreads)
        sum += double(x[f]);
    double mean = layerNormSum(sum) / features;
    for (int f = thread; f < features; f += LayerNormThreads) {
        double deviation = double(x[f]) - mean;
        squares = math::fma(deviation, deviation, squares);
    }

    double inverse = 1 / math::sqrt(layerNormSum(squares) / features + arguments.epsilon);
    if (thread == 0)
        own(arguments.inverse, replicas)[n] = inverse;
    for (int f = thread; f < features; f += LayerNormThreads) {
        T value = T((double(x[f]) - mean) * inverse);
        normalized[f] = value;
        y[f] = math::fma(weights[f], value, bias ? bias[f] : T(0));
    }
}

// One block for each sample and class: the class's rows of the Jacobian, (B ∘ x̂, B), and (g − mean g − x̂ mean(g ∘ x̂))·r with g = w ∘ B.
template <class T>
__device__ __forceinline__ void layerNormPullBack(const LayerNormPullBackArguments& arguments)
{
    const Replicas& replicas = arguments.replicas;
    int n = blockIdx.x, c = blockIdx.y, thread = threadIdx.x, features = arguments.output.features, columns = 1 + arguments.bias;
    if (n >= controlOf(replicas)->count)
        return;
    long long line = ((long long)n * arguments.classes + c) * features, first = (long long)c * features;
    Cotangents<T> output = typed<T>(arguments.output, replicas, arguments.sharedOutput), add = typed<T>(arguments.add, replicas, arguments.sharedAdd);
    CotangentLine<T> b = cotangentLine(output, n, first, 0);
    const T* weights = own(static_cast<const T*>(arguments.weights), replicas);
    const T* normalized = own(static_cast<const T*>(arguments.normalized), replicas) + (long long)n * features;
    T* jacobian = own(static_cast<T*>(arguments.jacobian), replicas) + line * columns;
    double sum = 0, products = 0;
    for (int f = thread; f < features; f += LayerNormThreads) {
        T d = withFactor(b.d[f], b.factor[f], output.mode);
        jacobian[(long long)f * columns] = d * normalized[f];
        if (arguments.bias)
            jacobian[(long long)f * columns + 1] = d;
        double g = double(weights[f]) * double(d);
        sum += g;
        products = math::fma(g, double(normalized[f]), products);
    }

    if (!arguments.to)
        return;
    double mean = layerNormSum(sum) / features, slope = layerNormSum(products) / features, inverse = own(arguments.inverse, replicas)[n];
    CotangentLine<T> past = add.d ? cotangentLine(add, n, first, 0) : CotangentLine<T>{nullptr, nullptr};
    T* to = own(static_cast<T*>(arguments.to), replicas) + line;
    for (int f = thread; f < features; f += LayerNormThreads) {
        double g = double(weights[f]) * double(withFactor(b.d[f], b.factor[f], output.mode));
        T pulledBack = T((g - mean - double(normalized[f]) * slope) * inverse);
        to[f] = add.d ? pulledBack + withFactor(past.d[f], past.factor[f], add.mode) : pulledBack;
    }
}

}

extern "C" __global__ void __launch_bounds__(128) layernorm_forward_f32(LayerNormForwardArguments arguments) { layerNormForward<float>(arguments); }
extern "C" __global__ void __launch_bounds__(128) layernorm_forward_f64(LayerNormForwardArguments arguments) { layerNormForward<double>(arguments); }
extern "C" __global__ void __launch_bounds__(128) layernorm_pull_back_f32(LayerNormPullBackArguments arguments) { layerNormPullBack<float>(arguments); }
extern "C" __global__ void __launch_bounds__(128) layernorm_pull_back_f64(LayerNormPullBackArguments arguments) { layerNormPullBack<double>(arguments); }
