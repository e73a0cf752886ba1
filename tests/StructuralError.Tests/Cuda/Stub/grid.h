#pragma once
#include "kernel.h"

namespace emulator {

// Runs all blocks, on several threads of the host where it pays; empty, or what went wrong in one of them.
std::string runGrid(Kernel& kernel, const Grid& grid);

}
