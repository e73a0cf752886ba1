// The cotangents at a max-pool's input: each output's go to its winner. Every input asks the windows around it, so that nothing is added by chance order.
#include "pooling.h"

namespace {

template <class T>
__device__ __forceinline__ void maxPoolPullBack(const PoolPullBackArguments& arguments)
{
    const int* winners = own(arguments.winners, arguments.replicas);
    long long outputs = (long long)arguments.shape.channels * arguments.shape.pooledHeight * arguments.shape.pooledWidth;
    pullBackWindows(arguments, T(1), [&](int n, int place, int position) { return winners[n * outputs + place] == position; });
}

}

extern "C" __global__ void __launch_bounds__(128) maxpool_pull_back_f32(PoolPullBackArguments arguments) { maxPoolPullBack<float>(arguments); }
extern "C" __global__ void __launch_bounds__(128) maxpool_pull_back_f64(PoolPullBackArguments arguments) { maxPoolPullBack<double>(arguments); }
