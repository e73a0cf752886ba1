// Modules, functions, launches. The PTX is read for its entries and what they take; what runs is the source that the stub was built from.
#include "driver.h"
#include "grid.h"
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <sstream>

using namespace stub;

// The kernels.ptx of the sources that the stub was built from. Written by build.sh.
extern "C" __attribute__((visibility("hidden"))) const char stub_image[];

namespace {

struct Entry {
    std::string name;
    std::vector<unsigned> parameterSizes;
};

struct Function {
    emulator::Kernel* kernel;
    int dynamicShared = 48 << 10;
};

struct Module {
    std::vector<std::unique_ptr<Function>> functions;
};

constexpr int OptionErrorLog = 5;
constexpr int OptionErrorLogBytes = 6;
constexpr int MaximalThreads = 1024;
constexpr int AttributeMaximalThreads = 0;
constexpr int AttributeSharedBytes = 1;
constexpr int AttributeLocalBytes = 3;
constexpr int AttributeRegisters = 4;
constexpr int AttributeMaximalDynamicShared = 8;

// Bytes of `.param .u64 name` or `.param .align 8 .b8 name[24]`.
unsigned parameterSize(const std::string& line)
{
    std::size_t type = line.rfind(" .");
    unsigned size = unsigned(std::atoi(line.c_str() + line.find_first_of("0123456789", type))) / 8;
    std::size_t bracket = line.find('[');
    return bracket == std::string::npos ? size : size * unsigned(std::atoi(line.c_str() + bracket + 1));
}

std::vector<Entry> readEntries(const std::string& ptx)
{
    std::vector<Entry> entries;
    std::istringstream lines(ptx);
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        constexpr const char Head[] = ".visible .entry ";
        if (line.rfind(Head, 0) == 0) {
            std::size_t begin = sizeof Head - 1;
            entries.push_back({line.substr(begin, line.find('(') - begin), {}});
            inside = line.find(')') == std::string::npos;
        } else if (inside && line.find(".param") != std::string::npos)
            entries.back().parameterSizes.push_back(parameterSize(line));
        else if (inside && line.find(')') != std::string::npos)
            inside = false;
    }
    return entries;
}

// A module that has been read; tests load the same one hundreds of times.
struct Image {
    std::string ptx;
    std::vector<Entry> entries;
};

const Image& readImage(const char* text)
{
    static Image last;
    if (last.ptx != text)
        last = {text, readEntries(text)};
    return last;
}

// The number after `word` at the beginning of a line, without its point: `.version 6.3` gives 63, `.target sm_75` 75.
int directive(const std::string& ptx, const std::string& word)
{
    std::size_t place = ptx.find("\n" + word);
    int number = 0;
    if (place == std::string::npos)
        return 0;
    for (std::size_t i = place + 1 + word.size(); i < ptx.size() && (std::isdigit(static_cast<unsigned char>(ptx[i])) || ptx[i] == '.'); i++)
        if (ptx[i] != '.')
            number = number * 10 + ptx[i] - '0';
    return number;
}

emulator::Kernel* findKernel(const std::string& name)
{
    for (emulator::Kernel& kernel : emulator::kernels())
        if (name == kernel.name)
            return &kernel;
    return nullptr;
}

// The PTX version of each driver: CUDA 9.0 takes 6.0, 10.0 takes 6.3, 11.0 takes 7.0, 12.0 takes 8.0.
int newestPtx(int driverVersion)
{
    return driverVersion >= 12000 ? 80 : driverVersion >= 11000 ? 70 : driverVersion >= 10000 ? 63 : driverVersion >= 9000 ? 60 : 50;
}

// Why a driver would not take the image, or why the stub cannot; empty otherwise.
std::string refuse(const Image& image)
{
    const std::string& ptx = image.ptx;
    const Device& device = State::get().device;
    int version = directive(ptx, ".version ");
    if (version == 0)
        return "ptx input, line 1; fatal : Missing .version directive at start of file";
    int newest = newestPtx(device.driverVersion);
    if (version > newest)
        return "ptx input; fatal : Unsupported .version " + std::to_string(version / 10) + "." + std::to_string(version % 10) + "; current version is '" + std::to_string(newest / 10) + "." + std::to_string(newest % 10) + "'";
    int capability = device.major * 10 + device.minor;
    if (directive(ptx, ".target sm_") > capability)
        return "ptx input; fatal : SM version specified by .target is higher than default SM version assumed (sm_" + std::to_string(capability) + ")";
    for (const Entry& entry : image.entries) {
        const emulator::Kernel* kernel = findKernel(entry.name);
        if (kernel != nullptr && kernel->parameterSizes != entry.parameterSizes)
            return "stub driver: entry " + entry.name + " takes other parameters than in the source that the stub was built from";
    }
    if (ptx != stub_image)
        return "stub driver: it was built from other kernels than these; build it again with tests/StructuralError.Tests/Cuda/Stub/build.sh";
    return "";
}

void writeLog(const std::string& text, unsigned count, const int* options, void** values)
{
    char* log = nullptr;
    std::size_t bytes = 0;
    for (unsigned i = 0; i < count; i++) {
        if (options[i] == OptionErrorLog)
            log = static_cast<char*>(values[i]);
        if (options[i] == OptionErrorLogBytes)
            bytes = std::size_t(values[i]);
    }
    if (log != nullptr && bytes > 0)
        std::snprintf(log, bytes, "%s", text.c_str());
}

Result launch(emulator::Kernel& kernel, const emulator::Grid& grid)
{
    int ordered = failure(kernel.name);
    if (ordered != Success)
        return Result(ordered);
    std::string fault = emulator::runGrid(kernel, grid);
    if (fault.empty())
        return Success;
    complain(std::string("kernel ") + kernel.name + ": " + fault);
    return LaunchFailed;
}

}

EXPORT int cuModuleLoadDataEx(void** module, const void* image, unsigned count, int* options, void** values)
{
    stub::Call call("cuModuleLoadDataEx", stub::Call::Needs::Context);
    if (call.refusal() != Success) {
        if (call.refusal() == InvalidPtx)
            writeLog("ptxas application ptx input, line 7; error : refused by order of the test", count, options, values);
        return call.refusal();
    }

    const Image& read = readImage(static_cast<const char*>(image));
    std::string problem = refuse(read);
    if (!problem.empty()) {
        writeLog(problem, count, options, values);
        return InvalidPtx;
    }

    auto* fresh = new Module;
    for (const Entry& entry : read.entries)
        if (emulator::Kernel* kernel = findKernel(entry.name))
            fresh->functions.push_back(std::make_unique<Function>(Function{kernel}));
    *module = fresh;
    return Success;
}

EXPORT int cuModuleUnload(void* module)
{
    ENTRY(cuModuleUnload, Context);
    Result result = drainAll();
    delete static_cast<Module*>(module);
    return call.end(result);
}

EXPORT int cuModuleGetFunction(void** function, void* module, const char* name)
{
    ENTRY(cuModuleGetFunction, Context);
    for (auto& known : static_cast<Module*>(module)->functions)
        if (std::strcmp(known->kernel->name, name) == 0) {
            *function = known.get();
            return Success;
        }
    return NotFound;
}

EXPORT int cuFuncGetAttribute(int* value, int attribute, void* function)
{
    ENTRY(cuFuncGetAttribute, Context);
    switch (attribute) {
    case AttributeMaximalThreads:
        *value = MaximalThreads;
        return Success;
    case AttributeSharedBytes:
    case AttributeLocalBytes:
        *value = 0;
        return Success;
    case AttributeRegisters:
        *value = 32;
        return Success;
    case AttributeMaximalDynamicShared:
        *value = static_cast<Function*>(function)->dynamicShared;
        return Success;
    default:
        return InvalidValue;
    }
}

EXPORT int cuFuncSetAttribute(void* function, int attribute, int value)
{
    ENTRY(cuFuncSetAttribute, Context);
    if (attribute != AttributeMaximalDynamicShared || value < 0 || value > 64 << 10)
        return InvalidValue;
    static_cast<Function*>(function)->dynamicShared = value;
    return Success;
}

EXPORT int cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, void*, int blockSize, std::size_t)
{
    ENTRY(cuOccupancyMaxActiveBlocksPerMultiprocessor, Context);
    if (blockSize < 1 || blockSize > MaximalThreads)
        return InvalidValue;
    *blocks = MaximalThreads / blockSize;
    return Success;
}

EXPORT int cuLaunchKernel(void* function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY, unsigned blockZ,
                          unsigned sharedBytes, void* stream, void** parameters, void** extra)
{
    ENTRY(cuLaunchKernel, Context);
    Stream* target = find(stream);
    if (target == nullptr || function == nullptr)
        return InvalidHandle;
    auto* description = static_cast<Function*>(function);
    // The limits of every device since compute capability 3.0.
    unsigned long long threads = (unsigned long long)blockX * blockY * blockZ;
    if (threads == 0 || threads > MaximalThreads || blockZ > 64 || gridX == 0 || gridX > 2147483647u || gridY == 0 || gridY > 65535
        || gridZ == 0 || gridZ > 65535 || sharedBytes > unsigned(description->dynamicShared) || extra != nullptr)
        return InvalidValue;

    emulator::Kernel* kernel = description->kernel;
    std::size_t bytes = 0;
    for (unsigned size : kernel->parameterSizes)
        bytes += (size + 7) / 8 * 8;
    std::vector<char> arguments(bytes);
    std::size_t offset = 0;
    for (std::size_t i = 0; i < kernel->parameterSizes.size(); i++) {
        if (parameters == nullptr || parameters[i] == nullptr)
            return InvalidValue;
        std::memcpy(arguments.data() + offset, parameters[i], kernel->parameterSizes[i]);
        offset += (kernel->parameterSizes[i] + 7) / 8 * 8;
    }

    return enqueue(*target, kernel->name, [=, arguments = std::move(arguments)] {
        return launch(*kernel, {kernel->body, arguments.data(), {gridX, gridY, gridZ}, {blockX, blockY, blockZ}, sharedBytes, State::get().order});
    });
}
