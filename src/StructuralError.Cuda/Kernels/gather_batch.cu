// Begins a step: tells the other kernels which samples it has, and writes x[n, i], the batch's inputs, from the data set.
// Bytes become value / 255 rounded to float32, as Dataset.CopySample gives them; float32 values stay as they are.
#include "step.h"

struct GatherArguments {
    Replicas replicas;
    void* x;
    int inputs, reserved;
};

namespace {

template <class T>
__device__ __forceinline__ void gatherBatch(const GatherArguments& arguments)
{
    StepControl* control = controlOf(arguments.replicas);
    int index = control->counter, first = index * control->batch;
    int count = index < control->steps ? math::min(control->batch, control->samples - first) : 0;
    int n = blockIdx.y, i = blockIdx.x * blockDim.x + threadIdx.x;
    if (n == 0 && i == 0) {
        control->index = index;
        control->first = first;
        control->count = count;
        control->step = control->firstStep + index;
    }

    if (n >= count || i >= arguments.inputs)
        return;
    long long from = (long long)orderOf(control)[first + n] * arguments.inputs + i;
    float value = control->bytePixels ? float(static_cast<const unsigned char*>(control->pixels)[from]) / 255.0f : static_cast<const float*>(control->pixels)[from];
    own(static_cast<T*>(arguments.x), arguments.replicas)[(long long)n * arguments.inputs + i] = T(value);
}

}

extern "C" __global__ void __launch_bounds__(256) gather_batch_f32(GatherArguments arguments) { gatherBatch<float>(arguments); }
extern "C" __global__ void __launch_bounds__(256) gather_batch_f64(GatherArguments arguments) { gatherBatch<double>(arguments); }
