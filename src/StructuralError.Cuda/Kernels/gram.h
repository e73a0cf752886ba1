// Tables of the layers' Gram parts. C#: Planning/GramTable.cs.
#pragma once

#include "cotangents.h"

// A stretch of features of one layer, summed by one block a sample. Rows of a linear layer are its output cotangents, of a convolution its Jacobian.
struct GramSlot {
    Cotangents<void> rows;
    // The layer's input, whose squared norm scales the part (A⁽ˡ⁾ = (‖a‖² + 1)·BBᵀ); null where the scale is 1.
    const void* input;
    // What the rows are multiplied with in place of themselves, [n, c, f]; null for themselves. A convolution's form G.
    const double* products;
    // The gradient of each sample, Σ_c (p − q)_c · rows[n, c, f]. [n, f]
    void* gradient;
    int inputs, bias, layer, begin, length, sharedRows;
};

static_assert(sizeof(GramSlot) == 80, "as in C#");

// Where one layer's sums lie among the slots'. No slot with features: the output layer, whose part is scale · identity.
struct GramLayer {
    int firstSlot, slots, isIdentity, reserved;
};
