// The one matrix product of all kernels: out[row, column] = Σ_k a(row, k) · b(column, k), k = 0 … depth − 1, for one tile of rows and columns.
#pragma once

#include "step.h"

// A tile of Rows × Columns, its terms taken Depth at a time through shared memory. Each thread holds ThreadRows × ThreadColumns sums; Groups groups of
// threads share the terms of every stretch, and their sums are added in the groups' order: no sum depends on grid or device. Sums are of the element type.
template <int Rows_, int Columns_, int Depth_, int ThreadRows_, int ThreadColumns_, int Groups_>
struct Tile {
    static constexpr int Rows = Rows_, Columns = Columns_, Depth = Depth_, ThreadRows = ThreadRows_, ThreadColumns = ThreadColumns_, Groups = Groups_;
    static constexpr int GroupThreads = (Rows / ThreadRows) * (Columns / ThreadColumns);
    static constexpr int Threads = GroupThreads * Groups;
};

// One operand's part of a stretch, as the thread holds it on the way from device memory to shared memory, [k][line]. An operand says whether its neighbours in
// memory are neighbours in k (Along) or lines. line(index) and place(k) are what it works out once for a line and for a k; offset(line, place) is where the term lies,
// with HasZeros negative where it is 0; load(line, offset) loads it and does nothing else; value(loaded, index) makes the term of line `index` of it. A thread meets one k
// and several lines of a stretch, or one line and several k; with KeepsLines it keeps what it worked out for those lines.
template <int Lines_, int Depth, int Threads, class T, class Operand>
struct Stretch {
    static constexpr int Count = Lines_ * Depth / Threads;
    static constexpr bool Keeps = Operand::Along && Operand::KeepsLines;
    static_assert(Lines_ * Depth % Threads == 0 && Threads % (Operand::Along ? Depth : Lines_) == 0, "all threads load alike");
    static_assert(Count <= 32, "a bit of `inside` each");

    typename Operand::Line lines[Keeps ? Count : 1];
    typename Operand::Loaded loaded[Count];
    unsigned inside;

    __device__ __forceinline__ static int lineOf(int i) { return Operand::Along ? threadIdx.x / Depth + i * (Threads / Depth) : threadIdx.x % Lines_; }

    __device__ __forceinline__ void begin(const Operand& operand, int firstLine, int count)
    {
        if constexpr (Keeps || !Operand::Along) {
            UNROLL()
            for (int i = 0; i < (Keeps ? Count : 1); i++)
                lines[i] = operand.line(math::min(firstLine + lineOf(i), count - 1));
        }
    }

    // Asks for all terms at once: no branch between two loads, and no loaded value is looked at. Beyond the lines and the depth, and where a term is 0, something that
    // is there is loaded; `inside` has no bit for it.
    __device__ __forceinline__ void fetch(const Operand& operand, int firstLine, int count, int k0, int depth)
    {
        inside = 0;
        if constexpr (Operand::Along) {
            int k = k0 + threadIdx.x % Depth;
            auto place = operand.place(math::min(k, depth - 1));
            UNROLL()
            for (int i = 0; i < Count; i++) {
                int line = firstLine + lineOf(i);
                if constexpr (Keeps)
                    fetch(operand, i, lines[i], place, line < count && k < depth);
                else
                    fetch(operand, i, operand.line(math::min(line, count - 1)), place, line < count && k < depth);
            }
        } else {
            UNROLL()
            for (int i = 0; i < Count; i++) {
                int k = k0 + threadIdx.x / Lines_ + i * (Threads / Lines_);
                fetch(operand, i, lines[0], operand.place(math::min(k, depth - 1)), firstLine + lineOf(0) < count && k < depth);
            }
        }
    }

    __device__ __forceinline__ void store(const Operand& operand, int firstLine, T (*to)[Lines_ + 4]) const
    {
        UNROLL()
        for (int i = 0; i < Count; i++) {
            int e = threadIdx.x + i * Threads;
            T term = inside >> i & 1 ? T(operand.value(loaded[i], firstLine + lineOf(i))) : T(0);
            if constexpr (Operand::Along)
                to[e % Depth][e / Depth] = term;
            else
                to[e / Lines_][e % Lines_] = term;
        }
    }

private:
    template <class Line, class Place>
    __device__ __forceinline__ void fetch(const Operand& operand, int i, const Line& line, const Place& place, bool isThere)
    {
        auto offset = operand.offset(line, place);
        if constexpr (Operand::HasZeros) {
            isThere = isThere && offset >= 0;
            offset = offset < 0 ? 0 : offset;
        }

        loaded[i] = operand.load(line, offset);
        inside |= isThere ? 1u << i : 0u;
    }
};

// What becomes of the sums. row(index) and column(index) are what the result works out once for each of a thread's rows and columns; where reads() says so, load(row,
// column) is read for RowsAtOnce rows before store(row, column, sum, loaded) writes the first of them: a store in between would make each load wait for the one before.
// Beyond the last row and column the last one is read, and not used; but nothing is where the result is written in place, by other threads too.
template <class T, class Size, class Result>
__device__ __forceinline__ void write(const Result& result, const T (&sum)[Size::ThreadRows][Size::ThreadColumns], int firstRow, int rows, int firstColumn, int columns)
{
    constexpr int AtOnce = Result::RowsAtOnce < Size::ThreadRows ? Result::RowsAtOnce : Size::ThreadRows;
    static_assert(Size::ThreadRows % AtOnce == 0, "whole groups of rows");
    typename Result::Column column[Size::ThreadColumns];
    UNROLL()
    for (int j = 0; j < Size::ThreadColumns; j++)
        column[j] = result.column(math::min(firstColumn + j, columns - 1));
    UNROLL()
    for (int first = 0; first < Size::ThreadRows; first += AtOnce) {
        typename Result::Row row[AtOnce];
        typename Result::Loaded loaded[AtOnce][Size::ThreadColumns] = {};
        UNROLL()
        for (int i = 0; i < AtOnce; i++)
            row[i] = result.row(math::min(firstRow + first + i, rows - 1));
        if (result.reads()) {
            UNROLL()
            for (int i = 0; i < AtOnce; i++)
                UNROLL()
                for (int j = 0; j < Size::ThreadColumns; j++)
                    if (!Result::IsInPlace || (firstRow + first + i < rows && firstColumn + j < columns))
                        loaded[i][j] = result.load(row[i], column[j]);
        }

        UNROLL()
        for (int i = 0; i < AtOnce; i++)
            UNROLL()
            for (int j = 0; j < Size::ThreadColumns; j++)
                if (firstRow + first + i < rows && firstColumn + j < columns)
                    result.store(row[i], column[j], sum[first + i][j], loaded[i][j]);
    }
}

template <class T, class Size, class A, class B, class Result>
__device__ __forceinline__ void product(const A& a, const B& b, const Result& result, int firstRow, int rows, int firstColumn, int columns, int depth)
{
    __shared__ T aTile[Size::Depth][Size::Rows + 4];
    __shared__ T bTile[Size::Depth][Size::Columns + 4];
    __shared__ T sums[Size::Groups > 1 ? Size::Groups - 1 : 1][Size::Groups > 1 ? Size::Rows * Size::Columns : 1];
    constexpr int Across = Size::Columns / Size::ThreadColumns;
    constexpr int Share = Size::Depth / Size::Groups;
    int group = threadIdx.x / Size::GroupThreads, place = threadIdx.x % Size::GroupThreads;
    int row = (place / Across) * Size::ThreadRows, column = (place % Across) * Size::ThreadColumns;
    T sum[Size::ThreadRows][Size::ThreadColumns] = {};
    Stretch<Size::Rows, Size::Depth, Size::Threads, T, A> aNext;
    Stretch<Size::Columns, Size::Depth, Size::Threads, T, B> bNext;
    aNext.begin(a, firstRow, rows);
    bNext.begin(b, firstColumn, columns);
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
        aNext.store(a, firstRow, aTile);
        bNext.store(b, firstColumn, bTile);
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
        UNROLL()
        for (int i = 0; i < Size::ThreadRows; i++)
            UNROLL()
            for (int j = 0; j < Size::ThreadColumns; j++)
                for (int other = 0; other < Size::Groups - 1; other++)
                    sum[i][j] += sums[other][(row + i) * Size::Columns + column + j];
    }

    write<T, Size>(result, sum, firstRow + row, rows, firstColumn + column, columns);
}

// ⌈a / b⌉
__device__ __forceinline__ int tiles(int a, int b) { return (a + b - 1) / b; }

// A matrix in memory, [line, k] with k side by side.
template <class T>
struct AlongRows {
    static constexpr bool Along = true, KeepsLines = true, HasZeros = false;
    using Line = const T*;
    using Loaded = T;
    const T* values;
    int depth;

    __device__ __forceinline__ Line line(int index) const { return values + (long long)index * depth; }
    __device__ __forceinline__ int place(int k) const { return k; }
    __device__ __forceinline__ int offset(Line, int k) const { return k; }
    __device__ __forceinline__ T load(Line line, int offset) const { return line[offset]; }
    __device__ __forceinline__ T value(T loaded, int) const { return loaded; }
};

// A matrix in memory, [k, line] with lines side by side.
template <class T>
struct AcrossRows {
    static constexpr bool Along = false, KeepsLines = true, HasZeros = false;
    using Line = const T*;
    using Loaded = T;
    const T* values;
    int lines;

    __device__ __forceinline__ Line line(int index) const { return values + index; }
    __device__ __forceinline__ long long place(int k) const { return (long long)k * lines; }
    __device__ __forceinline__ long long offset(Line, long long place) const { return place; }
    __device__ __forceinline__ T load(Line line, long long offset) const { return line[offset]; }
    __device__ __forceinline__ T value(T loaded, int) const { return loaded; }
};

// A result that is a matrix in memory, [row, column].
template <class T>
struct RowMajor {
    static constexpr int RowsAtOnce = 4;
    static constexpr bool IsInPlace = false;
    using Row = T*;
    using Column = int;
    struct Loaded {};
    T* to;
    int columns;

    __device__ __forceinline__ Row row(int index) const { return to + (long long)index * columns; }
    __device__ __forceinline__ Column column(int index) const { return index; }
    __device__ __forceinline__ static constexpr bool reads() { return false; }
    __device__ __forceinline__ Loaded load(Row, Column) const { return {}; }
    __device__ __forceinline__ void store(Row row, Column column, T sum, Loaded) const { row[column] = sum; }
};
