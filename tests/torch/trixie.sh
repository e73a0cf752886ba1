#!/usr/bin/env bash
# trixie.sh [DIR]: runs the tests of the engine on libtorch in a Debian 13 of its own, where TorchSharp loads as it is.
#
# For whoever upgrades TorchSharp or runs an older system: nothing stands in for anything, unlike with shim.sh. Needs root, the right to mount, debootstrap
# and a package source with trixie; takes some minutes and 270 MB in DIR (default: /var/tmp/structural-error-trixie), which stays for the next time. Where
# MNIST_DIR is set, the tests have that directory too.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
directory=${1:-/var/tmp/structural-error-trixie}
sdk=$(dirname "$(readlink -f "$(command -v dotnet)")")
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}

if ((EUID != 0)) || ! command -v debootstrap >/dev/null; then
    echo 'trixie.sh: needs root and debootstrap (apt-get install debootstrap)' >&2
    exit 1
fi

[[ -x $directory/bin/bash ]] || debootstrap --variant=minbase trixie "$directory"
dotnet build "$root/tests/StructuralError.Torch.Tests" -p:Torch=cpu -v q
mkdir -p "$directory$root" "$directory$sdk" "$directory$packages" "$directory/proc" "$directory/mnist"

# Mounts and processes of a namespace end with it.
exec unshare --mount --pid --fork bash -euo pipefail -c '
    root=$1 directory=$2 sdk=$3 packages=$4 mnist=$5
    mount --bind "$root" "$directory$root"
    mount --bind "$sdk" "$directory$sdk"
    mount --bind "$packages" "$directory$packages"
    mount -t proc proc "$directory/proc"
    [[ -z $mnist ]] || mount --bind "$mnist" "$directory/mnist"
    exec chroot "$directory" env DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_ROOT="$sdk" HOME=/root PATH="$sdk:/usr/bin:/bin" ${mnist:+MNIST_DIR=/mnist} \
        dotnet exec "$root/artifacts/torch-cpu/bin/StructuralError.Torch.Tests/debug/StructuralError.Torch.Tests.dll" -noLogo -noColor
' trixie "$root" "$directory" "$sdk" "$packages" "${MNIST_DIR:+$(realpath "$MNIST_DIR")}"
