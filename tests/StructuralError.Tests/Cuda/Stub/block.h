// Runs one block of a kernel on the calling thread.
#pragma once
#include "emulator.h"
#include <string>

namespace emulator {

// A kernel of any signature; `arguments` are its parameters one after the other, each at a multiple of 8 bytes.
using Body = void (*)(const char* arguments);

// The order in which threads and blocks are started. Where results differ between orders a kernel has a race.
enum class Order { Forward, Backward, Shuffled };

struct Grid {
    Body body;
    const char* arguments;
    Index size, blockSize;
    unsigned sharedBytes;
    Order order;
};

// Empty, or why the block cannot end on a device either.
std::string runBlock(const Grid& grid, Index block);

// How many barriers the running thread's block and warp have passed. What two threads did before and after the same one is ordered.
struct Moment {
    unsigned block, warp;
};

Moment moment();

// Of the dynamic shared memory that the running block has; 0 where none runs on the calling thread.
unsigned long long dynamicBytes();

// The place of `position` in an order of `count` things.
unsigned long long place(Order order, unsigned long long position, unsigned long long count);

}
