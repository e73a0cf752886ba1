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

// One operand's part of a stretch, as the thread holds it on the way from device memory to shared memory, [k][line]. An operand says whether its neighbours in
// memory are neighbours in k (Along) or lines, and gives a line's state once (line) and its terms (load).
template <int Lines, int Depth, int Threads, class T>
struct Stretch {
    static constexpr int Count = (Lines * Depth + Threads - 1) / Threads;
    T values[Count];

    // 0 beyond the lines and the depth.
    template <class Operand>
    __device__ __forceinline__ void fetch(const Operand& operand, int firstLine, int lines, int k0, int depth)
    {
        int thread = threadIdx.x;
        if constexpr (Operand::Along) {
            UNROLL()
            for (int i = 0; i < Count; i++) {
                int e = thread + i * Threads, line = firstLine + e / Depth, k = k0 + e % Depth;
                values[i] = line < lines && k < depth ? operand.load(operand.line(line), k) : T(0);
            }
        } else {
            static_assert(Threads % Lines == 0, "a thread keeps to one line");
            int line = firstLine + thread % Lines;
            bool inside = line < lines;
            auto state = operand.line(inside ? line : 0);
            UNROLL()
            for (int i = 0; i < Count; i++) {
                int k = k0 + thread / Lines + i * (Threads / Lines);
                values[i] = inside && k < depth ? operand.load(state, k) : T(0);
            }
        }
    }

    template <class Operand>
    __device__ __forceinline__ void store(T (*to)[Lines + 4]) const
    {
        int thread = threadIdx.x;
        UNROLL()
        for (int i = 0; i < Count; i++) {
            int e = thread + i * Threads;
            if constexpr (Operand::Along)
                to[e % Depth][e / Depth] = values[i];
            else
                to[e / Lines][e % Lines] = values[i];
        }
    }
};

template <class T, class Size, class A, class B, class Store>
__device__ __forceinline__ void product(const A& a, const B& b, const Store& store, int firstRow, int rows, int firstColumn, int columns, int depth)
{
    static_assert(Size::Rows * Size::Depth % Size::Threads == 0 && Size::Columns * Size::Depth % Size::Threads == 0, "all threads load alike");
    __shared__ T aTile[Size::Depth][Size::Rows + 4];
    __shared__ T bTile[Size::Depth][Size::Columns + 4];
    __shared__ T sums[Size::Groups > 1 ? Size::Groups - 1 : 1][Size::Groups > 1 ? Size::Rows * Size::Columns : 1];
    constexpr int Across = Size::Columns / Size::ThreadColumns;
    constexpr int Share = Size::Depth / Size::Groups;
    int group = threadIdx.x / Size::GroupThreads, place = threadIdx.x % Size::GroupThreads;
    int row = (place / Across) * Size::ThreadRows, column = (place % Across) * Size::ThreadColumns;
    T sum[Size::ThreadRows][Size::ThreadColumns] = {};
    Stretch<Size::Rows, Size::Depth, Size::Threads, T> aNext;
    Stretch<Size::Columns, Size::Depth, Size::Threads, T> bNext;
    for (int k0 = 0; k0 < depth + Size::Depth; k0 += Size::Depth) {
        // The next stretch is on its way while the last one is multiplied.
        bool more = k0 < depth;
        if (more) {
            aNext.fetch(a, firstRow, rows, k0, depth);
            bNext.fetch(b, firstColumn, columns, k0, depth);
        }

        if (k0 > 0) {
            UNROLL(4)
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

        if (!more)
            break;
        __syncthreads();
        aNext.template store<A>(aTile);
        bNext.template store<B>(bTile);
        __syncthreads();
    }

    if constexpr (Size::Groups > 1) {
        UNROLL()
        for (int i = 0; i < Size::ThreadRows; i++)
            UNROLL()
            for (int j = 0; j < Size::ThreadColumns; j++)
                if (group > 0)
                    sums[group - 1][(row + i) * Size::Columns + column + j] = sum[i][j];
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
