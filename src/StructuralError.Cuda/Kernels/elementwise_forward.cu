// y[n, f] = φ(x[n, f]) and, where wanted, factor[n, f] = φ′(x[n, f]) · before[n, f], before the factor of elementwise layers just ahead.
// Dropout: y = x·m/(1 − p), m drawn from seed, layer, step, place in the batch and feature; outside training y = x.
#include "cotangents.h"

// C#: Layers/ElementwiseKind.cs.
enum ElementwiseKind { ReluKind = 0, TanhKind = 1, SigmoidKind = 2, GeluKind = 3, DropoutKind = 4 };

struct ElementwiseArguments {
    Replicas replicas;
    const void* x;
    void* y;
    void* factor;
    const void* before;
    double probability;
    long long ordinal;
    int features, kind, beforeMode, reserved;
};

namespace {

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014), as Cpu/Kernels/CounterRandom.cs.
__device__ __forceinline__ unsigned long long mixed(unsigned long long z)
{
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

constexpr unsigned long long Weyl = 0x9E3779B97F4A7C15ull;

__device__ __forceinline__ double dropoutUniform(long long seed, long long layer, long long step, int n, int f)
{
    unsigned long long key = mixed((unsigned long long)seed + Weyl);
    key = mixed(key + (unsigned long long)layer + Weyl);
    key = mixed(key + (unsigned long long)step + Weyl);
    key = mixed(key + (unsigned long long)n + Weyl);
    return double(mixed(key + ((unsigned long long)f + 1) * Weyl) >> 11) * (1.0 / 9007199254740992.0);
}

template <class T>
struct ValueAndSlope {
    T value, slope;
};

template <class T>
__device__ __forceinline__ ValueAndSlope<T> elementwise(T x, int kind)
{
    switch (kind) {
    case TanhKind: {
        T y = T(math::tanh(double(x)));
        return {y, T(1) - y * y};
    }
    case SigmoidKind: {
        T y = T(1.0 / (1.0 + math::exp(-double(x))));
        return {y, y * (T(1) - y)};
    }
    case GeluKind: {
        // Φ(x) = erfc(−x/√2)/2 keeps its relative accuracy in the lower tail.
        double z = double(x), distribution = 0.5 * math::erfc(-z * 0.70710678118654752440), density = 0.39894228040143267794 * math::exp(-0.5 * z * z);
        return {T(z * distribution), T(distribution + z * density)};
    }
    default:
        return {x <= T(0) ? T(0) : x, x > T(0) ? T(1) : T(0)};
    }
}

template <class T>
__device__ __forceinline__ void elementwiseForward(const ElementwiseArguments& arguments)
{
    const StepControl* control = controlOf(arguments.replicas);
    int n = blockIdx.y, f = blockIdx.x * blockDim.x + threadIdx.x;
    if (n >= control->count || f >= arguments.features)
        return;
    long long place = (long long)n * arguments.features + f;
    T x = own(static_cast<const T*>(arguments.x), arguments.replicas)[place];
    ValueAndSlope<T> result;
    if (arguments.kind == DropoutKind) {
        bool dropped = control->dropout && dropoutUniform(control->seed, arguments.ordinal, control->step, n, f) < arguments.probability;
        T slope = dropped ? T(0) : control->dropout ? T(1 / (1 - arguments.probability)) : T(1);
        result = {dropped ? T(0) : x * slope, slope};
    } else {
        result = elementwise(x, arguments.kind);
    }

    own(static_cast<T*>(arguments.y), arguments.replicas)[place] = result.value;
    if (arguments.factor) {
        const T* before = own(static_cast<const T*>(arguments.before), arguments.replicas);
        own(static_cast<T*>(arguments.factor), arguments.replicas)[place] =
            arguments.beforeMode == NoFactor ? result.slope : withFactor(result.slope, before[place], arguments.beforeMode);
    }
}

}

extern "C" __global__ void __launch_bounds__(128) elementwise_forward_f32(ElementwiseArguments arguments) { elementwiseForward<float>(arguments); }
extern "C" __global__ void __launch_bounds__(128) elementwise_forward_f64(ElementwiseArguments arguments) { elementwiseForward<double>(arguments); }
