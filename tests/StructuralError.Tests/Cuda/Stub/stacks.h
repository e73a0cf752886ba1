// Stacks for fibers, kept for the next block. An unmapped page lies below each, so that an overflow stops the program.
#pragma once
#include <cstdlib>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace emulator {

class Stacks {
public:
    // The number of a free stack.
    unsigned take()
    {
        if (_free.empty())
            add();
        unsigned stack = _free.back();
        _free.pop_back();
        return stack;
    }

    void free(unsigned stack) { _free.push_back(stack); }

    // After a block, however it ended.
    void freeAll()
    {
        _free.clear();
        for (unsigned stack = unsigned(_all.size()); stack-- > 0;)
            _free.push_back(stack);
    }

    char* bottom(unsigned stack) const { return _all[stack]; }

    // Tops lie at different offsets in their pages: at one offset they would fight for the same few sets of the cache.
    std::size_t size(unsigned stack) const { return Bytes - stack % 16 * 256; }

private:
    static constexpr std::size_t Bytes = 128 << 10;

    void add()
    {
        std::size_t page = std::size_t(sysconf(_SC_PAGESIZE));
        void* memory = mmap(nullptr, Bytes + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (memory == MAP_FAILED || mprotect(memory, page, PROT_NONE) != 0)
            std::abort();
        _all.push_back(static_cast<char*>(memory) + page);
        _free.push_back(unsigned(_all.size() - 1));
    }

    std::vector<char*> _all;
    std::vector<unsigned> _free;
};

}
