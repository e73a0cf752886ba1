// sum[n, f] = a[n, f] + b[n, f]: the end of a block with a skip, where the block's last layer has not added it.
#include "step.h"

struct ResidualAddArguments {
    Replicas replicas;
    const void* a;
    const void* b;
    void* sum;
    int features, reserved;
};

namespace {

template <class T>
__device__ __forceinline__ void residualAdd(const ResidualAddArguments& arguments)
{
    int n = blockIdx.y, f = blockIdx.x * blockDim.x + threadIdx.x;
    if (n >= controlOf(arguments.replicas)->count || f >= arguments.features)
        return;
    long long place = (long long)n * arguments.features + f;
    own(static_cast<T*>(arguments.sum), arguments.replicas)[place] =
        own(static_cast<const T*>(arguments.a), arguments.replicas)[place] + own(static_cast<const T*>(arguments.b), arguments.replicas)[place];
}

}

extern "C" __global__ void __launch_bounds__(128) residual_add_f32(ResidualAddArguments arguments) { residualAdd<float>(arguments); }
extern "C" __global__ void __launch_bounds__(128) residual_add_f64(ResidualAddArguments arguments) { residualAdd<double>(arguments); }
