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

// The windows around a place of the input: rows firstY … lastY and columns firstX … lastX of the output.
struct Windows {
    int firstY, lastY, firstX, lastX;
};

__device__ __forceinline__ Windows windowsAround(const PoolShape& shape, int y, int x)
{
    return {y < shape.windowHeight ? 0 : (y - shape.windowHeight) / shape.stride + 1, math::min(y / shape.stride, shape.pooledHeight - 1),
        x < shape.windowWidth ? 0 : (x - shape.windowWidth) / shape.stride + 1, math::min(x / shape.stride, shape.pooledWidth - 1)};
}

// to[n, c, i, y, x] = scale · Σ over the windows around (y, x) that `counts`, in row order, of D at their outputs, + add[n, c, i, y, x]. A thread for each (n, i, y, x):
// its windows, and which of them count, are those of all classes.
template <class T, class Counts>
__device__ __forceinline__ void pullBackWindows(const PoolPullBackArguments& arguments, T scale, const Counts& counts)
{
    const PoolShape& shape = arguments.shape;
    int positions = shape.height * shape.width, pooled = shape.pooledHeight * shape.pooledWidth, features = shape.channels * positions, classes = arguments.classes;
    int n = blockIdx.y, f = blockIdx.x * blockDim.x + threadIdx.x;
    if (n >= controlOf(arguments.replicas)->count || f >= features)
        return;
    Cotangents<T> output = typed<T>(arguments.output, arguments.replicas, arguments.sharedOutput), add = typed<T>(arguments.add, arguments.replicas, arguments.sharedAdd);
    T* to = own(static_cast<T*>(arguments.to), arguments.replicas) + (long long)n * classes * features + f;
    int channel = f / positions, position = f % positions;
    Windows windows = windowsAround(shape, position / shape.width, position % shape.width);
    for (int firstClass = 0; firstClass < classes; firstClass += ClassesAtOnce) {
        T sum[ClassesAtOnce] = {};
        for (int oy = windows.firstY; oy <= windows.lastY; oy++)
            for (int ox = windows.firstX; ox <= windows.lastX; ox++) {
                int place = channel * pooled + oy * shape.pooledWidth + ox;
                if (!counts(n, place, position))
                    continue;
                T d[ClassesAtOnce];
                classesAt(output, n, place, firstClass, classes, d);
                UNROLL()
                for (int i = 0; i < ClassesAtOnce; i++)
                    sum[i] += d[i];
            }

        T past[ClassesAtOnce];
        classesAt(add, n, f, firstClass, classes, past);
        UNROLL()
        for (int i = 0; i < ClassesAtOnce; i++)
            if (firstClass + i < classes)
                to[(long long)(firstClass + i) * features] = sum[i] * scale + past[i];
    }
}
