// The cotangents at a mean pool's input: the mean of those at the windows that cover it.
#include "pooling.h"

namespace {

template <class T>
__device__ __forceinline__ void avgPoolPullBack(const PoolPullBackArguments& arguments)
{
    pullBackWindows(arguments, T(1.0 / (arguments.shape.windowHeight * arguments.shape.windowWidth)), [](int, int, int) { return true; });
}

}

extern "C" __global__ void __launch_bounds__(128) avgpool_pull_back_f32(PoolPullBackArguments arguments) { avgPoolPullBack<float>(arguments); }
extern "C" __global__ void __launch_bounds__(128) avgpool_pull_back_f64(PoolPullBackArguments arguments) { avgPoolPullBack<double>(arguments); }
