// The losses of Tsallis' entropies, α the parameter; α = 2 is sparsemax. p_c = [1 + u_c − w]₊^β with u = (α − 1)(f − max f), β = 1 / (α − 1), and the w for which
// p sums to 1, by Newton's steps from 0 (Core: Entmax, whose formulas these are).
#include "loss.h"

namespace {

// root^{β−1}, root = 1 + excess: by products where the exponent is a small whole number.
__device__ __forceinline__ double powerOf(double alpha, double root, double excess)
{
    double exponent = 1 / (alpha - 1) - 1;
    if (exponent > 8 || exponent != int(exponent))
        return math::exp(exponent * (excess > -0.5 ? logPlusOne(excess) : math::log(root)));
    double power = 1;
    for (int i = 0; i < int(exponent); i++)
        power *= root;
    return power;
}

// p (p^{α−1} − 1) / (α − 1).
__device__ __forceinline__ double entropyTerm(double alpha, double p) { return p == 0 ? 0 : p * expMinusOne((alpha - 1) * math::log(p)) / (alpha - 1); }

struct Entmax {
    // Only keeps a fault from running for ever.
    static constexpr int MostSteps = 200;

    // Writes p where e goes, and gives w.
    template <class T>
    static __device__ __forceinline__ double solve(const LossSample<T>& sample)
    {
        double alpha = sample.parameter, shift = 0, sum = 0;
        for (int step = 0; step < MostSteps; step++) {
            double slope = 0;
            sum = 0;
            for (int c = sample.lane; c < sample.classes; c += 32) {
                double below = (alpha - 1) * (sample.f(c) - sample.maximum), root = 1 + below - shift;
                // NaN is not below 0.
                double power = root <= 0 ? 0 : powerOf(alpha, root, below - shift);
                sample.error[c] = root <= 0 ? 0 : power * root;
                slope += power;
                sum += sample.error[c];
            }

            // The sums are the same in every lane, and so is what follows.
            sum = warpSum(sum);
            slope = warpSum(slope);
            double move = sum < 1.1 ? (sum - 1) * (alpha - 1) / slope : -expMinusOne((1 - alpha) * math::log(sum)) * sum / slope;
            if (!(sum > 1) || shift + move == shift)
                break;
            shift += move;
        }

        for (int c = sample.lane; c < sample.classes; c += 32)
            sample.error[c] /= sum;
        return shift;
    }

    template <class T>
    static __device__ __forceinline__ double evaluate(const LossSample<T>& sample, double& fittingError)
    {
        double alpha = sample.parameter, shift = solve(sample), predicted = 0, wanted = 0, others = 0, omega = 0;
        for (int c = sample.lane; c < sample.classes; c += 32) {
            double p = sample.error[c], q = sample.q(c), below = sample.f(c) - sample.maximum;
            predicted += p == 0 ? 0 : p * below;
            wanted += q == 0 ? 0 : q * below;
            others += sample.isOneHot() && c != sample.label ? p : 0;
            omega += sample.isOneHot() ? 0 : entropyTerm(alpha, q) / alpha;
            sample.error[c] = q - p;
        }

        predicted = warpSum(predicted);
        wanted = warpSum(wanted);
        omega = warpSum(omega);
        others = warpSum(others);
        if (sample.isOneHot()) {
            __syncwarp();
            if (sample.lane == sample.label % 32)
                sample.error[sample.label] = others;
        }

        fittingError = squaredError(sample);
        double loss = shift / (alpha * (alpha - 1)) + (1 - 1 / alpha) * predicted - wanted + omega;
        return loss < 0 ? 0 : loss;
    }

    template <class T>
    static __device__ __forceinline__ double scale(const LossSample<T>& sample, double)
    {
        return scaleError(sample);
    }
};

}

LOSS_ENTRIES(entmax, Entmax)
