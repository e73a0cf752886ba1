// What is ordered before what: streams, events, graphs and the host, by vector clocks; and in a stub built with RACES the check that no two accesses of the same
// memory, one of them a write, are without an order: of launches, of the blocks of a launch, and of the threads of a block between its barriers.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace races {

// How far each lane had come. A lane is a stream, or what a graph does in one.
using Clock = std::vector<unsigned long long>;

void join(Clock& into, const Clock& from);

struct Lane {
    unsigned number = fresh();
    Clock clock;

    // A number of its own.
    static unsigned fresh();
};

// Whether accesses are checked, or only orders kept.
bool areChecked();

// From now on accesses are those of `name`, which does something in the lane, until end().
void begin(Lane& lane, const std::string& name);
void end();

// A copy's or a fill's access.
void access(std::uint64_t address, std::size_t bytes, bool writes);

// Device memory whose accesses are checked. What was done to it before is forgotten.
void watch(std::uint64_t address, std::size_t bytes);
void forget(std::uint64_t address);
void reset();

}
