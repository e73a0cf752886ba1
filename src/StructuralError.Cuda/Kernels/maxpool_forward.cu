// y[n, i, oy, ox] = the largest x of the window, and which it was: the first in row order of equals. A NaN anywhere in the window is the output.
#include "pooling.h"

namespace {

template <class T>
__device__ __forceinline__ void maxPoolForward(const PoolForwardArguments& arguments)
{
    const PoolShape& shape = arguments.shape;
    int pooled = shape.pooledHeight * shape.pooledWidth, n = blockIdx.y, f = blockIdx.x * blockDim.x + threadIdx.x;
    if (n >= controlOf(arguments.replicas)->count || f >= shape.channels * pooled)
        return;
    int channel = f / pooled, top = f % pooled / shape.pooledWidth * shape.stride, left = f % shape.pooledWidth * shape.stride;
    const T* x = own(static_cast<const T*>(arguments.x), arguments.replicas) + ((long long)n * shape.channels + channel) * shape.height * shape.width;
    int winner = top * shape.width + left;
    T best = x[winner], sum = T(0);
    for (int y = top; y < top + shape.windowHeight; y++)
        for (int place = y * shape.width + left; place < y * shape.width + left + shape.windowWidth; place++) {
            T value = x[place];
            sum += value;
            if (value > best) {
                best = value;
                winner = place;
            }
        }
    long long place = (long long)n * shape.channels * pooled + f;
    own(static_cast<T*>(arguments.y), arguments.replicas)[place] = sum != sum ? sum : best;
    own(arguments.winners, arguments.replicas)[place] = winner;
}

}

extern "C" __global__ void __launch_bounds__(128) maxpool_forward_f32(PoolForwardArguments arguments) { maxPoolForward<float>(arguments); }
extern "C" __global__ void __launch_bounds__(128) maxpool_forward_f64(PoolForwardArguments arguments) { maxPoolForward<double>(arguments); }
