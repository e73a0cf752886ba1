#include "block.h"
#include "context.h"
#include "stacks.h"
#include <vector>

namespace emulator {

thread_local Current current;
thread_local void* dynamicShared;

namespace {

constexpr unsigned MaximalThreads = 1024;

struct Fiber {
    Context context;
    Index index;
    unsigned stack;
    unsigned mask;  // of the warp operation that it waits for
    bool odd;       // which of the two sets of words its next exchange uses
};

struct Warp {
    unsigned lanes;
    unsigned waiting;
    unsigned barriers;
    unsigned long long words[2][WarpSize];
};

class Block {
public:
    std::string run(const Grid& grid, Index block);
    void waitForBlock();
    bool waitForWarp(unsigned mask, bool ordersMemory);
    Exchange exchange();
    unsigned long long dynamicBytes() const { return _grid == nullptr ? 0 : _grid->sharedBytes; }
    Moment moment() const { return {_barriers, _warps[_running / WarpSize].barriers}; }

private:
    static void enter();
    void work();
    void suspend();
    void release(unsigned thread) { _ready[_readyEnd++ % MaximalThreads] = thread; }
    void become(unsigned thread);
    void leave(Context& from);

    const Grid* _grid = nullptr;
    unsigned _threads = 0;
    unsigned _started = 0;
    unsigned _finished = 0;
    unsigned _running = 0;
    unsigned _atBarrier = 0;
    unsigned _barriers = 0;
    unsigned _readyBegin = 0;
    unsigned _readyEnd = 0;
    unsigned _waitingAtBarrier[MaximalThreads];
    unsigned _ready[MaximalThreads];
    Fiber _fibers[MaximalThreads];
    Warp _warps[MaximalThreads / WarpSize];
    Context _host;
    Context _dead;
    Stacks _stacks;
    unsigned _stack = 0;
    std::vector<char> _shared;
    std::string _fault;
};

Block& running()
{
    // Never destroyed: a thread of the host may end after the library's own objects.
    static thread_local Block* block = new Block;
    return *block;
}

std::string Block::run(const Grid& grid, Index block)
{
    _grid = &grid;
    _threads = grid.blockSize.x * grid.blockSize.y * grid.blockSize.z;
    _started = _finished = _atBarrier = _barriers = _readyBegin = _readyEnd = 0;
    _fault.clear();
    for (unsigned warp = 0; warp * WarpSize < _threads; warp++) {
        unsigned lanes = _threads - warp * WarpSize;
        _warps[warp].lanes = lanes >= WarpSize ? 0xffffffffu : (1u << lanes) - 1;
        _warps[warp].waiting = _warps[warp].barriers = 0;
    }

    if (_shared.size() < grid.sharedBytes + 16)
        _shared.resize(grid.sharedBytes + 16);
    dynamicShared = reinterpret_cast<void*>((reinterpret_cast<unsigned long long>(_shared.data()) + 15) / 16 * 16);
    current = {{0, 0, 0}, block, grid.blockSize, grid.size};
    _stacks.freeAll();
    _stack = _stacks.take();
    Context first;
    prepare(first, _stacks.bottom(_stack), _stacks.size(_stack), &Block::enter);
    switchContext(_host, first);
    _grid = nullptr;
    return _fault;
}

void Block::enter()
{
    running().work();
}

// Starts threads one after the other on this stack. A thread that waits keeps the stack, and the next one is started on another:
// a kernel without a barrier needs no switch at all.
void Block::work()
{
    while (_started < _threads) {
        unsigned thread = unsigned(place(_grid->order, _started++, _threads));
        Fiber& fiber = _fibers[thread];
        fiber.index = {thread % _grid->blockSize.x, thread / _grid->blockSize.x % _grid->blockSize.y, thread / _grid->blockSize.x / _grid->blockSize.y};
        fiber.stack = _stack;
        fiber.odd = false;
        become(thread);
        _grid->body(_grid->arguments);
        _finished++;
        if (_readyBegin != _readyEnd) {
            _stacks.free(_stack);
            leave(_dead);
        }
    }

    if (_finished < _threads)
        _fault = _atBarrier > 0 ? "not every thread of the block reached a __syncthreads()" : "not every lane of a mask reached its warp operation";
    switchContext(_dead, _host);
}

void Block::become(unsigned thread)
{
    _running = thread;
    current.thread = _fibers[thread].index;
}

// Goes on with a thread that need not wait any more, or with one that was not started yet, or ends the block.
void Block::leave(Context& from)
{
    if (_readyBegin != _readyEnd) {
        unsigned next = _ready[_readyBegin++ % MaximalThreads];
        _stack = _fibers[next].stack;
        become(next);
        switchContext(from, _fibers[next].context);
    } else if (_started < _threads) {
        _stack = _stacks.take();
        Context fresh;
        prepare(fresh, _stacks.bottom(_stack), _stacks.size(_stack), &Block::enter);
        switchContext(from, fresh);
    } else {
        _fault = _atBarrier > 0 ? "not every thread of the block reached a __syncthreads()" : "not every lane of a mask reached its warp operation";
        switchContext(from, _host);
    }
}

void Block::suspend()
{
    leave(_fibers[_running].context);
}

void Block::waitForBlock()
{
    if (_atBarrier + 1 < _threads) {
        _waitingAtBarrier[_atBarrier++] = _running;
        suspend();
        return;
    }

    for (unsigned i = 0; i < _atBarrier; i++)
        release(_waitingAtBarrier[i]);
    _atBarrier = 0;
    _barriers++;
}

bool Block::waitForWarp(unsigned mask, bool ordersMemory)
{
    Warp& warp = _warps[_running / WarpSize];
    unsigned lane = _running % WarpSize;
    mask &= warp.lanes;
    if ((mask >> lane & 1) == 0) {
        _fault = "a warp operation's mask leaves out a lane that calls it";
        switchContext(_dead, _host);
    }

    _fibers[_running].mask = mask;
    if (((warp.waiting | 1u << lane) & mask) != mask) {
        warp.waiting |= 1u << lane;
        suspend();
        return false;
    }

    warp.waiting &= ~mask;
    // Lanes that were left out have passed nothing: only a whole warp's barrier orders a whole warp.
    if (ordersMemory && mask == warp.lanes)
        warp.barriers++;
    for (unsigned other = 0; other < WarpSize; other++) {
        if (other == lane || (mask >> other & 1) == 0)
            continue;
        unsigned thread = _running / WarpSize * WarpSize + other;
        if (_fibers[thread].mask != mask) {
            _fault = "the lanes of a warp operation give different masks";
            switchContext(_dead, _host);
        }
        release(thread);
    }

    return true;
}

Exchange Block::exchange()
{
    Warp& warp = _warps[_running / WarpSize];
    Fiber& fiber = _fibers[_running];
    fiber.odd = !fiber.odd;
    return {warp.words[fiber.odd], _running % WarpSize, warp.lanes};
}

}

std::string runBlock(const Grid& grid, Index block) { return running().run(grid, block); }
void synchronizeBlock() { running().waitForBlock(); }
bool synchronizeWarp(unsigned mask, bool ordersMemory) { return running().waitForWarp(mask, ordersMemory); }
Moment moment() { return running().moment(); }
unsigned long long dynamicBytes() { return running().dynamicBytes(); }
Exchange beginExchange() { return running().exchange(); }

unsigned long long place(Order order, unsigned long long position, unsigned long long count)
{
    // A prime that divides no count met here, so that every position has its own place.
    constexpr unsigned long long Prime = 1000003;
    switch (order) {
    case Order::Backward:
        return count - 1 - position;
    case Order::Shuffled:
        return position * Prime % count;
    default:
        return position;
    }
}

}
