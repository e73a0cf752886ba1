#!/bin/sh
# Builds the stub driver, a libcuda.so.1 that runs the engine's kernels on the CPU.
#
#   build.sh KERNELS OUT    KERNELS: the directory with *.cu and kernels.ptx, OUT: the library to write
#
# CXX names the compiler; g++ 11 or later. The kernels that can be called are the entries of kernels.ptx: what is missing in the sources does not compile.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
kernels=$(cd "$1" && pwd)
out=$2
compiler=${CXX:-g++}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The same bits as on a GPU: nothing is fused (as in Kernels/build.sh), but math::fma is one instruction where the processor has it.
# -mtls-dialect=gnu2: shared memory is thread-local, and is reached without a call.
flags="-std=c++17 -O3 -ffp-contract=off -fno-math-errno -fno-trapping-math -fPIC -fvisibility=hidden -fno-semantic-interposition -pthread -Wall -Wextra -DSTRUCTURALERROR_EMULATED"
if [ "$(uname -m)" = x86_64 ]; then
    flags="$flags -mtls-dialect=gnu2 -march=native"
fi

(
    for source in "$kernels"/*.cu; do
        echo "#include \"$source\""
    done
    echo '#include "kernel.h"'
    echo 'std::vector<emulator::Kernel>& emulator::kernels() {'
    echo '    static auto* all = new std::vector<Kernel>{'
    sed -n 's/^\.visible \.entry \([A-Za-z0-9_]*\)(.*$/        kernel<\&::\1>("\1"),/p' "$kernels/kernels.ptx"
    echo '    };'
    echo '    return *all;'
    echo '}'
) >"$scratch/kernels.cpp"

"$compiler" $flags -I "$here" -I "$kernels" -c "$scratch/kernels.cpp" -o "$scratch/kernels.o" &
compiling=$!
for source in "$here"/*.cpp; do
    "$compiler" $flags -I "$here" -c "$source" -o "$scratch/$(basename "$source" .cpp).o"
done
wait $compiling
"$compiler" -shared -pthread -Wl,-soname,libcuda.so.1 -o "$scratch/libcuda.so.1" "$scratch"/*.o
# In one step, for whoever builds the same at the same time.
mv "$scratch/libcuda.so.1" "$out.$$"
mv "$out.$$" "$out"
