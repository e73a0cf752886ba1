// Elementary functions. NVIDIA's own are a library of the toolkit (libdevice), so these are written out; tests compare them with .NET's Math.
// Nothing here depends on the device: the same argument gives the same bits on a GPU and on the emulator.
#pragma once

namespace math {

__device__ __forceinline__ double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
__device__ __forceinline__ float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
__device__ __forceinline__ double sqrt(double x) { return __builtin_sqrt(x); }
__device__ __forceinline__ float sqrt(float x) { return __builtin_sqrtf(x); }
__device__ __forceinline__ double abs(double x) { return __builtin_fabs(x); }
__device__ __forceinline__ float abs(float x) { return __builtin_fabsf(x); }

// Like the conditional operator: NaN gives b.
template <class T>
__device__ __forceinline__ T max(T a, T b) { return a > b ? a : b; }
template <class T>
__device__ __forceinline__ T min(T a, T b) { return a < b ? a : b; }

__device__ __forceinline__ long long bits(double x)
{
    long long word;
    __builtin_memcpy(&word, &x, sizeof word);
    return word;
}

__device__ __forceinline__ double fromBits(long long word)
{
    double x;
    __builtin_memcpy(&x, &word, sizeof x);
    return x;
}

// 2^exponent for -1022 <= exponent <= 1023.
__device__ __forceinline__ double powerOfTwo(int exponent) { return fromBits((long long)(exponent + 1023) << 52); }

// c[0] x^(N-1) + ... + c[N-1] (Horner).
template <int N>
__device__ __forceinline__ double polynomial(double x, const double (&c)[N])
{
    double sum = c[0];
    for (int i = 1; i < N; i++)
        sum = fma(sum, x, c[i]);
    return sum;
}

constexpr double Log2E = 1.4426950408889634;
// ln 2 = High + Low; the last 21 bits of High are zero, so that n·High is exact for |n| < 2^20.
constexpr double Log2High = 0x1.62e42fee00000p-1;
constexpr double Log2Low = 0x1.a39ef35793c76p-33;

// e^x. x = n ln 2 + r, |r| <= ln 2 / 2, and e^r by its series. Error below 1 ulp (in the denormal range of the last place there).
__device__ __forceinline__ double exp(double x)
{
    constexpr double Series[] = {
        1.6059043836821613e-10, 2.08767569878681e-09, 2.505210838544172e-08, 2.755731922398589e-07,
        2.7557319223985893e-06, 2.48015873015873e-05, 0.0001984126984126984, 0.001388888888888889,
        0.008333333333333333, 0.041666666666666664, 0.16666666666666666, 0.5,
    };
    if (x != x)
        return x;
    if (x > 709.782712893384)
        return __builtin_inf();
    if (x < -745.2)
        return 0;
    double n = __builtin_rint(x * Log2E);
    double high = fma(-n, Log2High, x), low = n * Log2Low;
    double r = high - low, rest = (high - r) - low;
    double y = 1 + (r + fma(r * r, polynomial(r, Series), rest));
    // In two steps: 2^n itself may be out of range.
    int half = int(n) / 2;
    return y * powerOfTwo(half) * powerOfTwo(int(n) - half);
}

// ln x. x = 2^n (1 + f), 1/sqrt(2) <= 1 + f < sqrt(2), and ln(1 + f) = 2 artanh(s), s = f / (2 + f), arranged so that f itself is not rounded:
// f - (f²/2 - s (f²/2 + R)), R = 2 s² (1/3 + s²/5 + ...). Error below 1 ulp.
__device__ __forceinline__ double log(double x)
{
    constexpr double Series[] = {
        0.09523809523809523, 0.10526315789473684, 0.11764705882352941, 0.13333333333333333, 0.15384615384615385,
        0.18181818181818182, 0.2222222222222222, 0.2857142857142857, 0.4, 0.6666666666666666,
    };
    if (!(x > 0))
        return x == 0 ? -__builtin_inf() : __builtin_nan("");
    if (x == __builtin_inf())
        return x;
    int n = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        n = -54;
    }

    // The exponent of x / sqrt(1/2), rounded down.
    constexpr long long RootHalf = 0x3fe6a09e667f3bcdll;
    long long word = bits(x), exponent = (word - RootHalf) >> 52;
    n += int(exponent);
    double f = fromBits(word - (exponent << 52)) - 1;
    double s = f / (2 + f), square = s * s, half = 0.5 * f * f;
    double r = square * polynomial(square, Series);
    return fma(double(n), Log2High, f - (half - fma(s, half + r, n * Log2Low)));
}

// tanh x = t / (t + 2), t = e^(2x) - 1 by its series for small x; beyond, 1 - 2 / (e^(2x) + 1). Error below 3 ulp.
__device__ __forceinline__ double tanh(double x)
{
    constexpr double Series[] = {
        4.110317623312165e-19, 8.22063524662433e-18, 1.5619206968586225e-16, 2.8114572543455206e-15, 4.779477332387385e-14,
        7.647163731819816e-13, 1.1470745597729725e-11, 1.6059043836821613e-10, 2.08767569878681e-09, 2.505210838544172e-08,
        2.755731922398589e-07, 2.7557319223985893e-06, 2.48015873015873e-05, 0.0001984126984126984, 0.001388888888888889,
        0.008333333333333333, 0.041666666666666664, 0.16666666666666666, 0.5,
    };
    double size = 2 * abs(x), y;
    if (size < 1.1) {
        double t = fma(size * size, polynomial(size, Series), size);
        y = t / (t + 2);
    } else
        y = 1 - 2 / (exp(size) + 1);
    return __builtin_copysign(y, x);
}

// erf x for |x| < 1/2: its series 2/sqrt(pi) (x - x³/3 + x⁵/10 - ...).
__device__ __forceinline__ double erfOfSmall(double x)
{
    constexpr double Series[] = {
        9.422759064650411e-11, -1.2290555301717928e-09, 1.4807192815879218e-08, -1.6365844691234924e-07, 1.6462114365889248e-06,
        -1.492565035840625e-05, 0.00012055332981789664, -0.0008548327023450853, 0.005223977625442188, -0.026866170645131252,
        0.11283791670955126, -0.37612638903183754, 1.1283791670955126,
    };
    return x * polynomial(x * x, Series);
}

// erfc x for x >= 1/2. (1 + 2x) e^(x²) erfc x varies little; as a function of t = (x - 4) / (x + 4) it is a polynomial of degree 20, fitted at
// Chebyshev's points for 1/2 <= x <= 28 with a relative error of 4e-17 (in 60 digits). x² is squared exactly: its rounding would be magnified.
__device__ __forceinline__ double erfcOfLarge(double x)
{
    constexpr double Fit[] = {
        -9.455982939872743e-09, 7.389680444833914e-08, 5.941337955131871e-08, -7.811785785175153e-07, 3.0842678654442027e-07,
        5.678446518677392e-06, -1.1230434994851926e-05, -2.4385454299846383e-05, 0.0001506247026512128, -0.000199260546967223,
        -0.0007577739752266992, 0.005031970657505758, -0.016197733962200932, 0.03716751546515809, -0.0663303658198799,
        0.09373283500259434, -0.10103906603599298, 0.06809705425457811, 0.015379652102614858, -0.1396211168405616, 1.2329951186255526,
    };
    if (x > 27.5)
        return 0;
    double square = x * x, lost = fma(x, x, -square);
    double fitted = polynomial((x - 4) / (x + 4), Fit) / fma(2.0, x, 1.0);
    return exp(-square) * fma(-lost, fitted, fitted);
}

// 2/sqrt(pi) times the integral of e^(-t²) from 0 to x. Error below 3 ulp.
__device__ __forceinline__ double erf(double x)
{
    if (x != x)
        return x;
    double size = abs(x);
    return size < 0.5 ? erfOfSmall(x) : __builtin_copysign(1 - erfcOfLarge(size), x);
}

// 1 - erf x, with its full relative accuracy where it is small: error below 5 ulp.
__device__ __forceinline__ double erfc(double x)
{
    if (x != x)
        return x;
    if (abs(x) < 0.5)
        return 1 - erfOfSmall(x);
    return x > 0 ? erfcOfLarge(x) : 2 - erfcOfLarge(-x);
}

}
