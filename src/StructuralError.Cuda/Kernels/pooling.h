// Windows of a pooling layer, and the arguments of its kernels.
#pragma once

#include "cotangents.h"

struct PoolShape {
    int channels, height, width, pooledHeight, pooledWidth, windowHeight, windowWidth, stride;
};

struct PoolForwardArguments {
    Replicas replicas;
    PoolShape shape;
    const void* x;
    void* y;
    // The winner of each window as its place in the channel's input, row · width + column; null for a mean.
    int* winners;
};

struct PoolPullBackArguments {
    Replicas replicas;
    PoolShape shape;
    Cotangents<void> output, add;
    const int* winners;
    void* to;
    int classes, sharedOutput, sharedAdd, reserved;
};

// Calls visit(oy, ox) for every window that covers (y, x), in row order.
template <class Visit>
__device__ __forceinline__ void forEachWindow(const PoolShape& shape, int y, int x, const Visit& visit)
{
    int firstY = y < shape.windowHeight ? 0 : (y - shape.windowHeight) / shape.stride + 1, lastY = math::min(y / shape.stride, shape.pooledHeight - 1);
    int firstX = x < shape.windowWidth ? 0 : (x - shape.windowWidth) / shape.stride + 1, lastX = math::min(x / shape.stride, shape.pooledWidth - 1);
    for (int oy = firstY; oy <= lastY; oy++)
        for (int ox = firstX; ox <= lastX; ox++)
            visit(oy, ox);
}

// to[n, c, i, y, x] = scale · Σ over the windows around (y, x) that `counts`, of D at their outputs, + add[n, c, i, y, x].
template <class T, class Counts>
__device__ __forceinline__ void pullBackWindows(const PoolPullBackArguments& arguments, T scale, const Counts& counts)
{
    const PoolShape& shape = arguments.shape;
    int positions = shape.height * shape.width, pooled = shape.pooledHeight * shape.pooledWidth, features = shape.channels * positions;
    int across = (features + int(blockDim.x) - 1) / int(blockDim.x);
    int row = blockIdx.x / across, f = blockIdx.x % across * blockDim.x + threadIdx.x, n = row / arguments.classes, c = row % arguments.classes;
    if (n >= controlOf(arguments.replicas)->count || f >= features)
        return;
    Cotangents<T> output = typed<T>(arguments.output, arguments.replicas, arguments.sharedOutput), add = typed<T>(arguments.add, arguments.replicas, arguments.sharedAdd);
    int channel = f / positions, position = f % positions;
    T sum = T(0);
    forEachWindow(shape, position / shape.width, position % shape.width, [&](int oy, int ox) {
        int place = channel * pooled + oy * shape.pooledWidth + ox;
        if (counts(n, place, position))
            sum += cotangent(output, n, c, place);
    });
    own(static_cast<T*>(arguments.to), arguments.replicas)[(long long)row * features + f] = sum * scale + optionalCotangent(add, n, c, f);
}
