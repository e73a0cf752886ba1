// Loss, error and prediction of each sample, in float64 through the log-softmax. e = q − p without cancellation: the true class gets Σ_{c≠y} p_c.
#include "loss.h"

namespace {

// ln E_f and e / s from the logits alone: s = Σ_{c≠y} p_c is the largest error, and no p is formed.
template <class T>
__device__ __forceinline__ void writeSmall(const T* logits, int label, int classes, double loss, double* scaled, double* smallLogError, int lane)
{
    double second = 0, others = 0, norm = 0;
    bool isFirst = true;
    for (int c = 0; c < classes; c++)
        if (c != label) {
            second = isFirst || double(logits[c]) > second ? double(logits[c]) : second;
            isFirst = false;
        }

    for (int c = lane; c < classes; c += 32)
        others += c == label ? 0 : math::exp(double(logits[c]) - second);
    others = warpSum(others);
    for (int c = lane; c < classes; c += 32) {
        double value = c == label ? 1 : -math::exp(double(logits[c]) - second) / others;
        scaled[c] = value;
        norm += value * value;
    }

    norm = warpSum(norm);

    // ln p_c = f_c − f_y − loss.
    if (lane == 0)
        *smallLogError = 2 * (second - double(logits[label]) - loss + math::log(others)) + math::log(norm);
}

template <class T>
__device__ __forceinline__ void softmaxLoss(const LossArguments& arguments)
{
    StepControl* control = controlOf(arguments.replicas);
    int n = blockIdx.x, lane = threadIdx.x, classes = arguments.classes;
    moveStepOn(control);
    if (n >= control->count)
        return;
    const T* logits = own(static_cast<const T*>(arguments.logits), arguments.replicas) + (long long)n * classes;
    double* error = own(arguments.error, arguments.replicas) + (long long)n * classes;
    ResultRow row = resultRow(own(arguments.results, arguments.replicas), control, control->index, arguments.capacity, classes);
    int label = control->labels[orderOf(control)[control->first + n]];

    // NaN loses every comparison and comes back through the sum.
    double maximum = double(logits[0]);
    int best = 0;
    for (int c = 1; c < classes; c++) {
        double logit = double(logits[c]);
        best = logit > double(logits[best]) ? c : best;
        maximum = logit > maximum ? logit : maximum;
    }

    double sum = 0;
    for (int c = lane; c < classes; c += 32)
        sum += math::exp(double(logits[c]) - maximum);
    double logSum = math::log(warpSum(sum)), others = 0, fittingError = 0;
    for (int c = lane; c < classes; c += 32) {
        double logit = double(logits[c]), p = c == label ? 0 : math::exp(logit - maximum - logSum);
        others += p;
        fittingError += p * p;
        error[c] = -p;
        row.logits[(long long)n * classes + c] = logit;
    }

    others = warpSum(others);
    fittingError = warpSum(fittingError) + others * others;
    __syncwarp();
    if (lane == 0) {
        error[label] = others;
        row.loss[n] = logSum - (double(logits[label]) - maximum);
        row.correct[n] = best == label ? 1 : 0;
        row.fittingError[n] = fittingError;
    }

    if (fittingError < SmallFittingError)
        writeSmall(logits, label, classes, logSum - (double(logits[label]) - maximum), error + (long long)arguments.capacity * classes, row.smallLogError + n, lane);
}

}

extern "C" __global__ void __launch_bounds__(32) softmax_loss_f32(LossArguments arguments) { softmaxLoss<float>(arguments); }
extern "C" __global__ void __launch_bounds__(32) softmax_loss_f64(LossArguments arguments) { softmaxLoss<double>(arguments); }
