// From the Gram sums to what is measured, one warp a sample: A⁽ˡ⁾ = scale · Σ_slots partial, A = floor·I + R, ‖∇loss‖² = floor·‖e‖² + eᵀRe, and the eigenvalues
// of A: those of R by Jacobi's method, the floor added. The floor is the output layer's part, (1 + ‖h‖²)·I.
//
// Rotations are taken in rounds of disjoint pairs (a round-robin tournament). One that zeroes a_pq takes the smaller of the two angles: with h = a_qq − a_pp and
// r = 1/√(h² + 4 a_pq²), cos² = (1 + |h| r)/2 and sin = a_pq sgn(h) r / cos. Sweeps end when for every pair the smaller of a_pq² / |a_pp − a_qq| and |a_pq|, which
// bound what an eigenvalue may still move, is at most 2⁻⁵⁴ of the largest |a_pp|; always after MaxSweeps, so that NaN ends too. As Cpu/Kernels/JacobiEigenvalues.cs.
#include "gram.h"

struct StructureArguments {
    Replicas replicas;
    const GramLayer* layers;
    const int* pairs;
    const double* partial;
    const double* scale;
    const double* error;
    // A [n, c, c'] and its parts [n, l, c, c'].
    double* matrix;
    double* parts;
    // [n, c, c'], used where C is too large for shared memory.
    double* work;
    double* results;
    int classes, pairCount, slotCount, layerCount, capacity, reserved;
};

namespace {

constexpr int MaxSweeps = 40;

// Classes up to which a matrix of C² float64 lies in shared memory.
constexpr int SharedClasses = 64;

struct Player {
    int p, q;
};

// The pair at a table in a round of the circle method; q = −1 where an odd C leaves p alone.
__device__ __forceinline__ Player playerPair(int round, int table, int players, int classes)
{
    // (round ± table) mod (players − 1); both sums are less than twice that.
    int rounds = players - 1, up = round + table, down = round + rounds - table;
    int first = table == 0 ? rounds : up < rounds ? up : up - rounds, second = down < rounds ? down : down - rounds;
    int p = math::min(first, second), q = math::max(first, second);
    return {p, q < classes ? q : -1};
}

__device__ __forceinline__ double& upper(double* a, int classes, int i, int j) { return i < j ? a[i * classes + j] : a[j * classes + i]; }

__device__ __forceinline__ bool needsSweep(const double* a, int classes, const int* pairs, int pairCount, int lane)
{
    double largest = 0;
    for (int i = lane; i < classes; i += 32)
        largest = math::max(math::abs(a[i * classes + i]), largest);
    for (int distance = 16; distance > 0; distance /= 2)
        largest = math::max(__shfl_xor_sync(0xffffffffu, largest, distance), largest);
    double tolerance = largest * 5.5511151231257827e-17;
    int over = 0;
    for (int pair = lane; pair < pairCount; pair += 32) {
        int i = pairs[pair] >> 16, j = pairs[pair] & 0xffff;
        if (i == j)
            continue;
        double apq = math::abs(a[i * classes + j]), gap = math::abs(a[i * classes + i] - a[j * classes + j]);
        over += apq * apq > tolerance * math::max(gap, apq) ? 1 : 0;
    }

    // A shuffle waits for the lanes, not for their memory: all have read before one writes.
    over = warpSum(over);
    __syncwarp();
    return over > 0;
}

// cosine and sine of each pair's rotation, its diagonal after it, its off-diagonal 0.
__device__ __forceinline__ void turnPairs(double* a, double* angles, int round, int players, int classes, int lane)
{
    for (int table = lane; table < players / 2; table += 32) {
        Player pair = playerPair(round, table, players, classes);
        double cosine = 1, sine = 0;
        if (pair.q >= 0) {
            double &app = a[pair.p * classes + pair.p], &aqq = a[pair.q * classes + pair.q], &apq = a[pair.p * classes + pair.q];
            // Equal diagonal entries and nothing off the diagonal: no rotation, not 0/0.
            double h = aqq - app, size = math::abs(h) + 1e-145, twice = h < 0 ? -2 * apq : 2 * apq;
            double inverse = 1 / math::sqrt(math::fma(size, size, twice * twice));
            double square = math::fma(size * inverse, 0.5, 0.5), secant = 1 / math::sqrt(square);
            sine = twice * 0.5 * inverse * secant;
            cosine = square * secant;
            double change = sine * secant * apq;
            app -= change;
            aqq += change;
            apq = 0;
        }

        angles[2 * table] = cosine;
        angles[2 * table + 1] = sine;
    }
}

// What a round does off the pairs: each block of two pairs' rows and columns is rotated from both sides at once.
__device__ __forceinline__ void rotateBlocks(double* a, const double* angles, int round, int players, int classes, int lane)
{
    int tables = players / 2;
    for (int block = lane; block < tables * tables; block += 32) {
        int i = block / tables, j = block % tables;
        if (i >= j)
            continue;
        Player left = playerPair(round, i, players, classes), right = playerPair(round, j, players, classes);
        double c = angles[2 * i], s = angles[2 * i + 1], d = angles[2 * j], t = angles[2 * j + 1];
        double pp = upper(a, classes, left.p, right.p), pq = right.q < 0 ? 0 : upper(a, classes, left.p, right.q);
        double qp = left.q < 0 ? 0 : upper(a, classes, left.q, right.p), qq = left.q < 0 || right.q < 0 ? 0 : upper(a, classes, left.q, right.q);
        double upperLeft = math::fma(c, pp, -s * qp), upperRight = math::fma(c, pq, -s * qq);
        double lowerLeft = math::fma(s, pp, c * qp), lowerRight = math::fma(s, pq, c * qq);
        upper(a, classes, left.p, right.p) = math::fma(d, upperLeft, -t * upperRight);
        if (right.q >= 0)
            upper(a, classes, left.p, right.q) = math::fma(t, upperLeft, d * upperRight);
        if (left.q >= 0)
            upper(a, classes, left.q, right.p) = math::fma(d, lowerLeft, -t * lowerRight);
        if (left.q >= 0 && right.q >= 0)
            upper(a, classes, left.q, right.q) = math::fma(t, lowerLeft, d * lowerRight);
    }
}

__device__ __forceinline__ void diagonalize(double* a, double* angles, int classes, const int* pairs, int pairCount, int lane)
{
    int players = classes + classes % 2;
    // One sweep always: comparisons do not see NaN, a sweep spreads it over the whole matrix.
    for (int sweep = 0; sweep < MaxSweeps && (sweep == 0 || needsSweep(a, classes, pairs, pairCount, lane)); sweep++)
        for (int round = 0; round < players - 1; round++) {
            turnPairs(a, angles, round, players, classes, lane);
            __syncwarp();
            rotateBlocks(a, angles, round, players, classes, lane);
            __syncwarp();
        }
}

// Whether eigenvalue i stands before j: ascending, NaN last, equals by index.
__device__ __forceinline__ bool standsBefore(double x, int i, double y, int j)
{
    if (x < y || x > y)
        return x < y;
    bool xNaN = x != x, yNaN = y != y;
    return xNaN != yNaN ? yNaN : i < j;
}

__device__ __forceinline__ void writeSorted(const double* a, int classes, double floor, double* eigenvalues, int lane)
{
    double largest = 0;
    for (int i = 0; i < classes; i++)
        largest = math::max(a[i * classes + i], largest);
    double rounding = 1e-12 * (largest + floor);
    for (int i = lane; i < classes; i += 32) {
        double value = a[i * classes + i] + floor;
        int rank = 0;
        for (int j = 0; j < classes; j++)
            rank += standsBefore(a[j * classes + j], j, a[i * classes + i], i) ? 1 : 0;
        // R is positive semidefinite: an eigenvalue of it that is negative within rounding of the largest is 0. Without a floor one that is positive within
        // rounding is 0 too: its logarithm would be noise.
        bool isZero = (floor > 0 ? value < floor : value <= rounding) && floor - value <= rounding;
        eigenvalues[rank] = isZero ? floor : value;
    }
}

// eᵀ R e, in every lane.
__device__ __forceinline__ double quadraticForm(const double* a, const double* error, int classes, int lane)
{
    double quadratic = 0;
    for (int i = lane; i < classes; i += 32) {
        double sum = 0;
        for (int j = 0; j < classes; j++)
            sum = math::fma(a[i * classes + j], error[j], sum);
        quadratic = math::fma(error[i], sum, quadratic);
    }

    return warpSum(quadratic);
}

// ln ‖∇loss‖² = ln E_f + ln of the Rayleigh quotient, which the error without its size has too; −∞ where e is 0.
__device__ __forceinline__ void writeSmallLog(const ResultRow& row, int n, const double* a, double floor, const double* scaled, int classes, int lane)
{
    double quadratic = quadraticForm(a, scaled, classes, lane), norm = 0;
    for (int i = lane; i < classes; i += 32)
        norm = math::fma(scaled[i], scaled[i], norm);
    norm = warpSum(norm);
    double rayleigh = norm > 0 ? math::log(math::max(0.0, math::fma(floor, norm, quadratic))) - math::log(norm) : 0;
    if (lane == 0)
        row.smallLogGradient[n] = row.smallLogError[n] + rayleigh;
}

// With IsShared A lies in `shared`, otherwise in `work`. The compiler has to know: it reads shared memory by other instructions.
template <bool IsShared>
__device__ __forceinline__ void structure(const StructureArguments& arguments, double* shared)
{
    __shared__ double angles[256];
    const Replicas& replicas = arguments.replicas;
    const StepControl* control = controlOf(replicas);
    int n = blockIdx.x, lane = threadIdx.x, classes = arguments.classes, square = classes * classes;
    if (n >= control->measuredCount)
        return;
    double* a = IsShared ? shared : own(arguments.work, replicas) + (long long)n * square;
    const double* partial = own(arguments.partial, replicas) + (long long)n * arguments.slotCount * arguments.pairCount;
    const double* scale = own(arguments.scale, replicas) + (long long)n * arguments.layerCount;
    const double* error = own(arguments.error, replicas) + (long long)n * classes;
    double* matrix = own(arguments.matrix, replicas) + (long long)n * square;
    double* parts = own(arguments.parts, replicas) + (long long)n * arguments.layerCount * square;
    double floor = 0;
    for (int l = 0; l < arguments.layerCount; l++)
        floor += arguments.layers[l].isIdentity ? scale[l] : 0;

    for (int pair = lane; pair < arguments.pairCount; pair += 32) {
        int i = arguments.pairs[pair] >> 16, j = arguments.pairs[pair] & 0xffff;
        double sum = 0;
        for (int l = 0; l < arguments.layerCount; l++) {
            GramLayer layer = arguments.layers[l];
            double part = 0;
            for (int slot = layer.firstSlot; slot < layer.firstSlot + layer.slots; slot++)
                part += partial[(long long)slot * arguments.pairCount + pair];
            part *= scale[l];
            sum += part;
            part = layer.isIdentity && i == j ? scale[l] : part;
            parts[l * square + i * classes + j] = part;
            parts[l * square + j * classes + i] = part;
        }

        a[i * classes + j] = sum;
        a[j * classes + i] = sum;
        double complete = i == j ? sum + floor : sum;
        matrix[i * classes + j] = complete;
        matrix[j * classes + i] = complete;
    }

    __syncwarp();
    double quadratic = quadraticForm(a, error, classes, lane);
    ResultRow row = resultRow(own(arguments.results, replicas), control, control->measuredIndex, arguments.capacity, classes);
    if (lane == 0)
        row.gradientNorm[n] = math::fma(floor, row.fittingError[n], quadratic);
    if (row.fittingError[n] < SmallFittingError)
        writeSmallLog(row, n, a, floor, error + (long long)arguments.capacity * classes, classes, lane);
    // All lanes have read their rows of A before it is turned.
    __syncwarp();
    diagonalize(a, angles, classes, arguments.pairs, arguments.pairCount, lane);
    writeSorted(a, classes, floor, row.eigenvalues + (long long)n * classes, lane);
}

}

// C <= 16, C <= 64, and any C <= 256.
extern "C" __global__ void __launch_bounds__(32) structure_small(StructureArguments arguments)
{
    __shared__ double a[16 * 16];
    structure<true>(arguments, a);
}

extern "C" __global__ void __launch_bounds__(32) structure_medium(StructureArguments arguments)
{
    __shared__ double a[SharedClasses * SharedClasses];
    structure<true>(arguments, a);
}

extern "C" __global__ void __launch_bounds__(32) structure_large(StructureArguments arguments) { structure<false>(arguments, nullptr); }
