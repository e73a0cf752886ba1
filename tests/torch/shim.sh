#!/usr/bin/env bash
# shim.sh DIR: makes DIR/libstdc++.so.6, which adds to this system's libstdc++ what TorchSharp 0.107 needs of a newer one.
#
# TorchSharp's native part was built with GCC 15. All it needs that GCC 12's libstdc++ (Debian 12, Ubuntu 22.04) lacks is one symbol of GCC 13.2,
# std::ios_base_library_init@GLIBCXX_3.4.32, which initialises the standard streams. The shim has this symbol and takes all others from the system's
# library. Put DIR in LD_LIBRARY_PATH of the process that loads libtorch, and of no other. For tests: it is no supported way to use TorchSharp.
#
# Prints nothing where it was made. Exits 3 where the system's library needs no shim, otherwise non-zero with the reason.
set -euo pipefail

directory=${1:?usage: shim.sh DIR}
library=$(g++ -print-file-name=libstdc++.so.6)
library=$(readlink -f "$library")
versions=$(objdump -p "$library" | sed -n 's/^.* \(\(GLIBCXX\|CXXABI\)_[A-Z0-9_.]*\) *$/\1/p' | sort -u)
if grep -qx 'GLIBCXX_3.4.32' <<<"$versions"; then
    exit 3
fi

mkdir -p "$directory"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A version without symbols of its own is declared all the same: the loader asks this file for it.
{
    for version in $versions; do
        echo "$version { };"
    done

    echo 'GLIBCXX_3.4.32 { global: _ZSt21ios_base_library_initv; };'
} >"$work/versions"

cat >"$work/shim.cpp" <<'CPP'
#include <ios>

extern "C" void initialise() __asm__("_ZSt21ios_base_library_initv");

extern "C" void initialise()
{
    static std::ios_base::Init init;
}
CPP

# A library is recorded by its soname; this empty one has the path of the system's.
g++ -shared -nostdlib -x c++ /dev/null -Wl,-soname,"$library" -o "$work/system.so"
# gcc compiles C++ too, and links no libstdc++ of its own.
gcc -shared -fPIC -O1 "$work/shim.cpp" -Wl,--no-as-needed "$work/system.so" -Wl,--as-needed -Wl,-soname,libstdc++.so.6 \
    -Wl,--version-script="$work/versions" -o "$directory/libstdc++.so.6"
