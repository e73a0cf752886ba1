// What every kernel knows of the step at hand. Index letters: n sample of the batch, c class, f feature, o output, i input.
#pragma once

#include "device.h"

// Written by the host before a block of steps, one a replica; the order of the block's samples follows it. C#: Steps/StepControl.cs.
struct StepControl {
    double rate, momentum, decay;
    long long firstStep, seed;
    const void* pixels;
    const unsigned char* labels;
    // q of every sample, [sample, class]; null where each is one-hot at its label.
    const double* targets;
    int steps, batch, samples, dropout, bytePixels, firstRow;

    // Counts the block's steps; only gather_batch reads it, only the loss moves it on.
    int counter;

    // The step at hand: its number in the block, its first sample and how many it has; 0 when the block is over.
    int index, first, count;
    long long step;

    // The step whose results are being written: that of the loss. The eigenvalues of a step are computed beside the next one's gather and forward pass.
    int measuredIndex, measuredCount;
    long long reserved;
};

static_assert(sizeof(StepControl) == 128, "the order begins 128 bytes behind");

// Where the replicas of a launch lie: blockIdx.z is the replica, `first` the one that a launch for a single replica means.
struct Replicas {
    char* control;
    long long controlStride, stride, first;
};

__device__ __forceinline__ long long replicaOf(const Replicas& replicas) { return (long long)blockIdx.z + replicas.first; }

__device__ __forceinline__ StepControl* controlOf(const Replicas& replicas)
{
    return reinterpret_cast<StepControl*>(replicas.control + replicaOf(replicas) * replicas.controlStride);
}

__device__ __forceinline__ const int* orderOf(const StepControl* control) { return reinterpret_cast<const int*>(control + 1); }

// The replica's own copy of a buffer that was given for replica 0; null stays null.
template <class T>
__device__ __forceinline__ T* own(T* buffer, const Replicas& replicas)
{
    return buffer ? reinterpret_cast<T*>((char*)buffer + replicaOf(replicas) * replicas.stride) : buffer;
}

// The fitting error below which its logarithm and that of the gradient norm are measured by themselves. C#: Measurements.
constexpr double SmallFittingError = 1e-250;

// One step's results, each array as long as the batch capacity: loss, correct, fitting error, gradient norm, the logarithms of these two where they are small, then
// logits and eigenvalues of C each.
struct ResultRow {
    double* loss;
    double* correct;
    double* fittingError;
    double* gradientNorm;
    double* smallLogError;
    double* smallLogGradient;
    double* logits;
    double* eigenvalues;
};

__device__ __forceinline__ ResultRow resultRow(double* results, const StepControl* control, int index, int capacity, int classes)
{
    double* row = results + (long long)(control->firstRow + index) * capacity * (6 + 2 * classes);
    return {row,
            row + capacity,
            row + 2 * capacity,
            row + 3 * capacity,
            row + 4 * capacity,
            row + 5 * capacity,
            row + 6 * capacity,
            row + (6 + classes) * (long long)capacity};
}

