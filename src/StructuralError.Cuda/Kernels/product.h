// The one matrix product of all kernels: out[row, column] = Σ_k a(row, k) · b(column, k), k = 0 … depth − 1, for one tile of rows and columns.
#pragma once

#include "step.h"

// Sums must stay in registers: loops over them are unrolled. The emulator's compiler knows by itself.
#ifdef STRUCTURALERROR_EMULATED
#define UNROLL(...)
#else
#define UNROLL_TEXT(text) _Pragma(#text)
#define UNROLL(...) UNROLL_TEXT(unroll __VA_ARGS__)
#endif

// A tile of Rows × Columns, its terms taken Depth at a time through shared memory. Each thread holds ThreadRows × ThreadColumns sums; Groups groups of
// threads share the terms of every stretch, and their sums are added in the groups' order: no sum depends on grid or device. Sums are of the element type.
template <int Rows_, int Columns_, int Depth_, int ThreadRows_, int ThreadColumns_, int Groups_>
struct Tile {
    static constexpr int Rows = Rows_, Columns = Columns_, Depth = Depth_, ThreadRows = ThreadRows_, ThreadColumns = ThreadColumns_, Groups = Groups_;
    static constexpr int GroupThreads = (Rows / ThreadRows) * (Columns / ThreadColumns);
    static constexpr int Threads = GroupThreads * Groups;
};

// Copies one operand's stretch, [k][line], into shared memory. An operand says whether neighbours in memory are neighbours in k (Along) or lines, and
// gives a line's state once (line) and its terms (load).
template <int Lines, int Depth, int Threads, class T, class Operand>
__device__ __forceinline__ void loadStretch(T (*to)[Lines + 4], const Operand& operand, int firstLine, int lines, int k0, int depth)
{
    int thread = threadIdx.x;
    if constexpr (Operand::Along) {
        for (int e = thread; e < Lines * Depth; e += Threads) {
            int line = e / Depth, k = e % Depth;
            T value = T(0);
            if (firstLine + line < lines && k0 + k < depth)
                value = operand.load(operand.line(firstLine + line), k0 + k);
            to[k][line] = value;
        }
    } else {
        static_assert(Threads % Lines == 0, "a thread keeps to one line");
        int line = thread % Lines;
        bool inside = firstLine + line < lines;
        auto state = operand.line(inside ? firstLine + line : 0);
        for (int k = thread / Lines; k < Depth; k += Threads / Lines)
            to[k][line] = inside && k0 + k < depth ? operand.load(state, k0 + k) : T(0);
    }
}

template <class T, class Size, class A, class B, class Store>
__device__ __forceinline__ void product(const A& a, const B& b, const Store& store, int firstRow, int rows, int firstColumn, int columns, int depth)
{
    __shared__ T aTile[Size::Depth][Size::Rows + 4];
    __shared__ T bTile[Size::Depth][Size::Columns + 4];
    __shared__ T sums[Size::Groups > 1 ? Size::Groups - 1 : 1][Size::Groups > 1 ? Size::Rows * Size::Columns : 1];
    constexpr int Across = Size::Columns / Size::ThreadColumns;
    constexpr int Share = Size::Depth / Size::Groups;
    int group = threadIdx.x / Size::GroupThreads, place = threadIdx.x % Size::GroupThreads;
    int row = (place / Across) * Size::ThreadRows, column = (place % Across) * Size::ThreadColumns;
    T sum[Size::ThreadRows][Size::ThreadColumns] = {};
    for (int k0 = 0; k0 < depth; k0 += Size::Depth) {
        if (k0 > 0)
            __syncthreads();
        loadStretch<Size::Rows, Size::Depth, Size::Threads>(aTile, a, firstRow, rows, k0, depth);
        loadStretch<Size::Columns, Size::Depth, Size::Threads>(bTile, b, firstColumn, columns, k0, depth);
        __syncthreads();
        UNROLL(8)
        for (int k = group * Share; k < (group + 1) * Share; k++) {
            T x[Size::ThreadRows], y[Size::ThreadColumns];
            UNROLL()
            for (int i = 0; i < Size::ThreadRows; i++)
                x[i] = aTile[k][row + i];
            UNROLL()
            for (int j = 0; j < Size::ThreadColumns; j++)
                y[j] = bTile[k][column + j];
            UNROLL()
            for (int i = 0; i < Size::ThreadRows; i++)
                UNROLL()
                for (int j = 0; j < Size::ThreadColumns; j++)
                    sum[i][j] = math::fma(x[i], y[j], sum[i][j]);
        }
    }

    UNROLL()
    for (int i = 0; i < Size::ThreadRows; i++)
        UNROLL()
        for (int j = 0; j < Size::ThreadColumns; j++) {
            if constexpr (Size::Groups > 1)
                if (group > 0)
                    sums[group - 1][(row + i) * Size::Columns + column + j] = sum[i][j];
        }

    if constexpr (Size::Groups > 1) {
        __syncthreads();
        if (group > 0)
            return;
    }

    UNROLL()
    for (int i = 0; i < Size::ThreadRows; i++)
        UNROLL()
        for (int j = 0; j < Size::ThreadColumns; j++) {
            T total = sum[i][j];
            if constexpr (Size::Groups > 1)
                for (int other = 0; other < Size::Groups - 1; other++)
                    total += sums[other][(row + i) * Size::Columns + column + j];
            if (firstRow + row + i < rows && firstColumn + column + j < columns)
                store(firstRow + row + i, firstColumn + column + j, total);
        }
}

// ⌈a / b⌉
__device__ __forceinline__ int tiles(int a, int b) { return (a + b - 1) / b; }

// A matrix in memory, [line, k] with k side by side.
template <class T>
struct AlongRows {
    static constexpr bool Along = true;
    const T* values;
    int depth;

    __device__ __forceinline__ const T* line(int index) const { return values + (long long)index * depth; }
    __device__ __forceinline__ T load(const T* line, int k) const { return line[k]; }
};

// A matrix in memory, [k, line] with lines side by side.
template <class T>
struct AcrossRows {
    static constexpr bool Along = false;
    const T* values;
    int lines;

    __device__ __forceinline__ const T* line(int index) const { return values + index; }
    __device__ __forceinline__ T load(const T* line, int k) const { return line[(long long)k * lines]; }
};
