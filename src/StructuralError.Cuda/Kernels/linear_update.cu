// g[o, i] = Σ_n δ[n, o]·a[n, i] and, as one column more, the bias's Σ_n δ[n, o]; then the SGD step with it. No gradient is stored. All linear layers at once.
#include "product.h"
#include "sgd.h"

struct LinearUpdateLayer {
    const void* gradient;
    const void* input;
    // Where weight and bias lie in θ.
    long long weight, bias;
    int inputs, outputs, hasBias, firstBlock;
};

struct LinearUpdateArguments {
    Replicas replicas;
    const LinearUpdateLayer* layers;
    void* state;
    long long parameters;
    int layerCount, reserved;
};

namespace {

using LinearUpdateTile = Tile<32, 32, 16, 4, 4, 2>;

// a[n, i], and 1 at i = inputs.
template <class T>
struct InputsAndOne {
    static constexpr bool Along = false, KeepsLines = true, HasZeros = false;
    using Line = int;
    using Loaded = T;
    const T* values;
    int inputs;

    __device__ __forceinline__ Line line(int i) const { return i; }
    __device__ __forceinline__ long long place(int n) const { return (long long)n * inputs; }
    __device__ __forceinline__ long long offset(Line i, long long sample) const { return i < inputs ? sample + i : 0; }
    __device__ __forceinline__ T load(Line, long long offset) const { return values[offset]; }
    __device__ __forceinline__ T value(T loaded, int i) const { return i < inputs ? loaded : T(1); }
};

// A row is an output o, a column an input i or, behind them, the bias.
template <class T>
struct UpdatedParameters {
    // Three values a parameter: more rows would take too many registers.
    static constexpr int RowsAtOnce = 1;
    static constexpr bool IsInPlace = true;
    using Row = int;
    using Column = int;
    using Loaded = SgdState<T>;
    Sgd<T> sgd;
    long long weight, bias;
    int inputs;

    __device__ __forceinline__ Row row(int o) const { return o; }
    __device__ __forceinline__ Column column(int i) const { return i; }
    __device__ __forceinline__ long long place(Row o, Column i) const { return i < inputs ? weight + (long long)o * inputs + i : bias + o; }
    __device__ __forceinline__ static constexpr bool reads() { return true; }
    __device__ __forceinline__ Loaded load(Row o, Column i) const { return sgd.load(place(o, i)); }
    __device__ __forceinline__ void store(Row o, Column i, T gradient, const Loaded& state) const { sgd.update(place(o, i), state, gradient); }
};

template <class T>
__device__ __forceinline__ void linearUpdate(const LinearUpdateArguments& arguments)
{
    const Replicas& replicas = arguments.replicas;
    const StepControl* control = controlOf(replicas);
    int count = control->count, l = 0;
    if (count == 0)
        return;
    while (l + 1 < arguments.layerCount && int(blockIdx.x) >= arguments.layers[l + 1].firstBlock)
        l++;
    LinearUpdateLayer layer = arguments.layers[l];
    int columns = layer.inputs + layer.hasBias, across = tiles(columns, LinearUpdateTile::Columns), tile = blockIdx.x - layer.firstBlock;
    AcrossRows<T> gradient{own(static_cast<const T*>(layer.gradient), replicas), layer.outputs};
    InputsAndOne<T> input{own(static_cast<const T*>(layer.input), replicas), layer.inputs};
    UpdatedParameters<T> parameters{sgdOf(control, own(static_cast<T*>(arguments.state), replicas), arguments.parameters), layer.weight, layer.bias, layer.inputs};
    product<T, LinearUpdateTile>(gradient, input, parameters, tile / across * LinearUpdateTile::Rows, layer.outputs, tile % across * LinearUpdateTile::Columns, columns, count);
}

}

extern "C" __global__ void __launch_bounds__(128) linear_update_f32(LinearUpdateArguments arguments) { linearUpdate<float>(arguments); }
extern "C" __global__ void __launch_bounds__(128) linear_update_f64(LinearUpdateArguments arguments) { linearUpdate<double>(arguments); }
