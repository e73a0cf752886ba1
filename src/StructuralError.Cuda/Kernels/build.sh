#!/bin/sh
# Compiles the kernels of this directory to kernels.ptx and writes the hash of their sources to kernels.sha256. Both are committed; the build of
# the project fails where the sources have changed since. Needs clang 14 or later with the nvptx64 target (Debian: clang-14), no CUDA toolkit.
#
#   ./build.sh            kernels.ptx and kernels.sha256 in this directory
#   ./build.sh --to DIR   the same into another directory
#
# CLANG names the compiler. PTX 6.3 and sm_75 are the lowest that have what the kernels use: any driver since CUDA 10.0 and any device of compute
# capability 7.5 or later takes them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$here
if [ "${1-}" = --to ]; then
    out=$2
fi

compiler=${CLANG-}
if [ -z "$compiler" ]; then
    for candidate in clang-14 clang-16 clang-19 clang; do
        if command -v "$candidate" >/dev/null 2>&1; then
            compiler=$candidate
            break
        fi
    done
fi
if [ -z "$compiler" ]; then
    echo "build.sh: clang not found; install clang-14 or name one by CLANG=..." >&2
    exit 1
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$here"
export LC_ALL=C

# One translation unit, so that the constants and helper functions of all kernels are there once.
for source in *.cu; do
    echo "#include \"$source\""
done >"$scratch/kernels.cu"

"$compiler" -x cuda --cuda-device-only -nocudainc -nocudalib -O3 -std=c++17 --cuda-gpu-arch=sm_75 \
    -Xclang -target-feature -Xclang +ptx63 -ffp-contract=off -Wall -Wextra -Werror -Wno-unknown-cuda-version \
    -I "$here" -S "$scratch/kernels.cu" -o "$scratch/kernels.text"

# The compiler is named, because another one writes other text.
version=$("$compiler" -dumpversion)
(echo "// clang $version" && cat "$scratch/kernels.text") >"$scratch/kernels.ptx"

# An unresolved symbol passes the compiler and fails on the user's machine. Shared memory of a size given at launch is the only one the driver resolves.
if grep '^\.extern' "$scratch/kernels.ptx" | grep -v '^\.extern \.shared '; then
    echo "build.sh: the PTX needs symbols that nobody provides (above): a function without a device version was called" >&2
    exit 1
fi
if ! grep -q '^\.version 6\.3$' "$scratch/kernels.ptx" || ! grep -q '^\.target sm_75$' "$scratch/kernels.ptx"; then
    echo "build.sh: not PTX 6.3 for sm_75" >&2
    exit 1
fi

# The list that the check in StructuralError.Cuda.csproj makes too: what the PTX was made from, and the PTX itself.
for source in *.cu *.h; do
    echo "$source $(sha256sum <"$source" | cut -d ' ' -f 1)"
done >"$scratch/kernels.sha256"
echo "kernels.ptx $(sha256sum <"$scratch/kernels.ptx" | cut -d ' ' -f 1)" >>"$scratch/kernels.sha256"

mkdir -p "$out"
mv "$scratch/kernels.ptx" "$out/kernels.ptx"
mv "$scratch/kernels.sha256" "$out/kernels.sha256"
