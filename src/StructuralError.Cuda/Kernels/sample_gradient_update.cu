// g[o, k] = Σ_n gradient[n, o, k], the samples in order, the bias behind the weights of its output; then the SGD step with it. All layers at once whose samples
// have gradients of their own (convolutions, layer normalisations), a thread a parameter.
#include "sgd.h"

struct SampleGradientLayer {
    const void* gradient;
    long long weight, bias;
    int outputs, terms, hasBias, firstBlock;
};

struct SampleGradientUpdateArguments {
    Replicas replicas;
    const SampleGradientLayer* layers;
    void* state;
    long long parameters;
    int layerCount, reserved;
};

namespace {

template <class T>
__device__ __forceinline__ void sampleGradientUpdate(const SampleGradientUpdateArguments& arguments)
{
    const Replicas& replicas = arguments.replicas;
    const StepControl* control = controlOf(replicas);
    int count = control->count, l = 0;
    if (count == 0)
        return;
    while (l + 1 < arguments.layerCount && int(blockIdx.x) >= arguments.layers[l + 1].firstBlock)
        l++;
    SampleGradientLayer layer = arguments.layers[l];
    int columns = layer.terms + layer.hasBias, length = layer.outputs * columns, place = (int(blockIdx.x) - layer.firstBlock) * int(blockDim.x) + int(threadIdx.x);
    if (place >= length)
        return;
    const T* gradient = own(static_cast<const T*>(layer.gradient), replicas) + place;
    int o = place / columns, k = place % columns;
    long long parameter = k < layer.terms ? layer.weight + (long long)o * layer.terms + k : layer.bias + o;
    Sgd<T> sgd = sgdOf(control, own(static_cast<T*>(arguments.state), replicas), arguments.parameters);
    SgdState<T> state = sgd.load(parameter);
    T sum = T(0);
    for (int n = 0; n < count; n++)
        sum += gradient[(long long)n * length];
    sgd.update(parameter, state, sum);
}

}

extern "C" __global__ void __launch_bounds__(128) sample_gradient_update_f32(SampleGradientUpdateArguments arguments) { sampleGradientUpdate<float>(arguments); }
extern "C" __global__ void __launch_bounds__(128) sample_gradient_update_f64(SampleGradientUpdateArguments arguments) { sampleGradientUpdate<double>(arguments); }
