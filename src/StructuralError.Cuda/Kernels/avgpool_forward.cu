// y[n, i, oy, ox] = the mean of the window.
#include "pooling.h"

namespace {

template <class T>
__device__ __forceinline__ void avgPoolForward(const PoolForwardArguments& arguments)
{
    const PoolShape& shape = arguments.shape;
    int pooled = shape.pooledHeight * shape.pooledWidth, n = blockIdx.y, f = blockIdx.x * blockDim.x + threadIdx.x;
    if (n >= controlOf(arguments.replicas)->count || f >= shape.channels * pooled)
        return;
    int channel = f / pooled, top = f % pooled / shape.pooledWidth * shape.stride, left = f % shape.pooledWidth * shape.stride;
    const T* x = own(static_cast<const T*>(arguments.x), arguments.replicas) + ((long long)n * shape.channels + channel) * shape.height * shape.width;
    T sum = T(0);
    for (int y = top; y < top + shape.windowHeight; y++)
        for (int place = y * shape.width + left; place < y * shape.width + left + shape.windowWidth; place++)
            sum += x[place];
    own(static_cast<T*>(arguments.y), arguments.replicas)[(long long)n * shape.channels * pooled + f] = sum * T(1.0 / (shape.windowHeight * shape.windowWidth));
}

}

extern "C" __global__ void __launch_bounds__(128) avgpool_forward_f32(PoolForwardArguments arguments) { avgPoolForward<float>(arguments); }
extern "C" __global__ void __launch_bounds__(128) avgpool_forward_f64(PoolForwardArguments arguments) { avgPoolForward<double>(arguments); }
