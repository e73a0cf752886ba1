#!/usr/bin/env bash
# Tests of check.sh and report.py with a program that only pretends: limits are kept, what was found stays, nothing passes unseen. Takes one or two minutes,
# needs no build. prepare.sh is the test with the real program.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export PYTHONDONTWRITEBYTECODE=1
failures=0

expect() {
    local what=$1
    shift
    if "$@" >/dev/null 2>&1; then
        echo "ok: $what"
    else
        echo "FAILED: $what"
        failures=$((failures + 1))
    fi
}

# A repository of its own. The program gives the reference's rows; FAKE_HANG=b: it hangs when it is to train model b. SECONDS_OF_RUN: what it says it took.
mkdir -p "$scratch/tests" "$scratch/.gpu/trajectories"
cp -R "$here" "$scratch/tests/gpu"
cp "$here"/../StructuralError.Tests/Reference/trajectories/*.csv "$scratch/.gpu/trajectories"
echo 'a version' >"$scratch/.gpu/version"
cat >"$scratch/.gpu/StructuralError" <<'PROGRAM'
#!/usr/bin/env bash
if [[ $1 == devices ]]; then
    echo '{"cuda_driver": "13.0", "cuda_problem": null, "devices": [{"device": "cuda:0", "name": "A card", "memory_bytes": 8e10, "architecture": "compute 9.0", "units": 132, "usable": true, "problem": null}]}'
elif [[ $1 == selfcheck ]]; then
    echo '{"passed": true, "checks": [{"name": "one", "passed": true, "deviation": 0, "limit": 0, "error": null}], "steps": [{"model": "a", "k": 1, "measured": true, "milliseconds": 0.05}]}'
else
    model=a k=1 seed=0 seeds=
    while (($# > 0)); do
        case $1 in
            --out) out=$2 ;; --model) model=${2#plain-} ;; --k) k=$2 ;; --seed) seed=$2 ;; --seeds) seeds='0 1 2 3 4 5 6 7 8 9' ;;
        esac
        shift
    done
    if [[ ${FAKE_HANG:-} == "$model" ]]; then
        trap '' TERM
        setsid sleep 1000 &
        sleep 1000
    fi
    write() {
        mkdir -p "$1/checkpoint"
        cp "$(dirname "$0")/trajectories/${model}_k${k}_seed0.csv" "$1/steps.csv" 2>/dev/null || echo step >"$1/steps.csv"
        echo "$seed" >"$1/checkpoint/step-1.safetensors"
        echo '{"resumes": []}' >"$1/manifest.json"
        echo "{\"seed\": $seed, \"steps\": 938, \"training_seconds\": ${SECONDS_OF_RUN:-0.1}}" >"$1/summary.json"
    }
    if [[ -z $seeds ]]; then
        write "$out"
    else
        for seed in $seeds; do write "$out/run-s$seed"; done
    fi
fi
PROGRAM
chmod +x "$scratch/.gpu/StructuralError"

# What the check has started carries this in its environment.
id=$$-$RANDOM

# checked PARTS VARIABLE=VALUE...: runs the check into $scratch/out; its exit code is $code.
checked() {
    local parts=$1
    shift
    rm -rf "$scratch/out"
    env OUT="$scratch/out" CHECK_PARTS="$parts" CHECK_TEST="$id" PATH="$here/standins:$PATH" "$@" "$scratch/tests/gpu/check.sh" >"$scratch/stdout" 2>&1
    code=$?
}

# The second at which a part of the last check began.
began() { sed -n "s/^== $1, .* at second //p" "$scratch/out/log.txt"; }

# has PART VERDICT TEXT: a row of the last check.
has() { awk -F '\t' -v part="$1" -v verdict="$2" -v text="$3" '$1 == part && $4 == verdict && index($2 "\t" $3, text) { found = 1 } END { exit !found }' "$scratch/out/results.tsv"; }

none_left() { ! grep -qzx "CHECK_TEST=$id" /proc/[0-9]*/environ 2>/dev/null; }

checked abcdf
expect 'all is well: exit code 0' test "$code" = 0
expect 'the table names the card, not an emulation' grep -q '^A card, driver stand-in (CUDA 13.0)' "$scratch/out/table.md"
expect 'no emulation is spoken of' bash -c "! grep -qi 'emulated' '$scratch/out/table.md'"
expect 'an epoch is compared with the reference' has b met '0.0e+00 over 938 steps'
expect 'a goal is judged' has d met '0.100 s, 107 µs a step'
expect 'racecheck is clean' has f passed '0 hazards'
expect 'a part that was not asked for is said' grep -q '^| e | .* | not asked for | \*\*not run\*\* |$' "$scratch/out/table.md"
expect 'at most 8 files' test "$(find "$scratch/out" -type f | wc -l)" -le 8

checked ad CHECK_PLANT=hang:a CHECK_LIMIT=a:4
expect 'a part that hangs, and ignores the signal to end, is ended' has a 'timed out' 'ended after 4 s'
expect 'the next part is run' has d met 'b k = 3'
expect 'a hang makes the exit code 1' test "$code" = 1
took=$(($(began d) - $(began a)))
expect "it took the limit and little more ($took s)" test "$took" -ge 4 -a "$took" -le 30
expect 'no process is left, also none in a session of its own' none_left

checked bd FAKE_HANG=b CHECK_LIMIT=b:15
expect 'what was found before a hang stands' has b met 'a k = 1'
expect 'the hang has its row' has b 'timed out' 'lines above'
expect 'no process of the program is left' none_left

checked ab CHECK_PLANT=die:a
expect 'a part that ends without a result has failed' has a failed 'exit 3'
checked ab CHECK_BUDGET=2
expect 'no part begins when the time is up' has b 'not run' '2 s are used up'
expect 'what was not run makes the exit code 1' test "$code" = 1
checked d SECONDS_OF_RUN=0.2
expect 'a goal is missed' has d missed '0.200 s'
expect 'a missed goal makes the exit code 1' test "$code" = 1
checked f STANDIN_FAIL=racecheck
expect "racecheck's hazards are seen" has f failed '1 hazards'
expect "memcheck's report is another" has f passed 'ERROR SUMMARY: 0 errors'
checked ei CHECK_TORCH=/bin/false
expect 'PyTorch that is missing is said' has e 'not run' 'cannot be imported'
expect 'for autograd too' has i 'not run' 'cannot be imported'
checked fg PATH=/usr/bin:/bin
expect 'a tool that is missing is said' has g 'not run' 'not installed'
checked h
expect 'a run that ends before it is killed has failed' has h failed 'before it could be killed'
expect 'that is one row, not two' test "$(wc -l <"$scratch/out/results.tsv")" = 1

# The check itself is cut off.
rm -rf "$scratch/out"
OUT=$scratch/out CHECK_PARTS=abc FAKE_HANG=b CHECK_TEST=$id "$scratch/tests/gpu/check.sh" >/dev/null 2>&1 &
cut=$!
for _ in $(seq 600); do
    grep -q '^b' "$scratch/out/results.tsv" 2>/dev/null && break
    sleep 0.1
done
kill -TERM "$cut"
wait "$cut"
expect 'cut off: the table has what was found' grep -q '^| b | f64, a k = 1.*| met |$' "$scratch/out/table.md"
expect 'cut off: and what was not' grep -q '^| c | .* | \*\*not run\*\* |$' "$scratch/out/table.md"
expect 'cut off: no process is left' none_left

# report.py.
python=$(python3 -c 'import sys; print(sys.executable)')
report() { "$python" "$here/report.py" "$@"; }
verdict() {
    local expected=$1
    shift
    [[ $(report "$@") == "$expected"$'\t'* ]]
}
reference=$scratch/.gpu/trajectories/a_k1_seed0.csv
awk -F, -v OFS=, 'NR == 9 { $2 = $2 + 1e-8 } { print }' CONVFMT=%.17g OFMT=%.17g "$reference" >"$scratch/off.csv"
awk -F, -v OFS=, 'NR == 9 { $2 = "NaN" } { print }' "$reference" >"$scratch/nan.csv"
head -n 100 "$reference" >"$scratch/short.csv"
expect 'the same rows' verdict met trajectory "$reference" "$reference" 938 1e-9
expect 'a loss that is 1e-8 off' verdict missed trajectory "$reference" "$scratch/off.csv" 938 1e-9
expect 'a loss that is no number' verdict failed trajectory "$reference" "$scratch/nan.csv" 938 1e-9
expect 'rows that are missing' verdict failed trajectory "$reference" "$scratch/short.csv" 938 1e-9
expect 'a file that is missing' verdict failed trajectory "$reference" "$scratch/nowhere.csv" 938 1e-9
for name in left right; do
    mkdir -p "$scratch/$name/checkpoint"
    echo rows >"$scratch/$name/steps.csv"
    echo "$name" >"$scratch/$name/checkpoint/step-1.safetensors"
done
expect 'parameters that differ' verdict failed same "$scratch/left" "$scratch/right"
expect 'the same run' verdict passed same "$scratch/left" "$scratch/left"
echo '{"models": {"a": {"samples": 64, "eigenvalues": 1e-12, "loss": NaN}}}' >"$scratch/samples.json"
expect "a sample's deviation that is no number" verdict missed samples "$scratch/samples.json" a 1e-9
echo '{"torch": "2", "ways": {"plain": {"seconds": 0.0002, "steps": 9}, "vmap": {"seconds": null, "reason": "out of memory"}}}' >"$scratch/peer.json"
echo '{"steps": 1000, "training_seconds": 0.1}' >"$scratch/left/summary.json"
expect 'twice as fast as PyTorch' verdict met peer "$scratch/peer.json" plain 2 "$scratch/left"
expect 'not three times' verdict missed peer "$scratch/peer.json" plain 3 "$scratch/left"
expect 'a way that did not run' verdict 'not run' peer "$scratch/peer.json" vmap 50 "$scratch/left"
expect 'no time of ours' verdict 'not run' peer "$scratch/peer.json" plain 2 "$scratch/nowhere"
printf '==PROF== x\n"ID","Kernel Name","gpu__time_duration.sum"\n"","","ns"\n"0","x(int)","1,500"\n"1","y","900"\n' >"$scratch/wide.csv"
expect "ncu's other form, a column a metric" bash -c "python3 '$here/report.py' longest '$scratch/wide.csv' 1 | grep -q 'x 62 %; 2 kernels, 2 µs'"
echo '==ERROR== no permission' >"$scratch/empty.csv"
expect 'no kernel profiled' verdict failed longest "$scratch/empty.csv" 3
echo '========= Error: the target died' >"$scratch/sanitizer"
expect 'a sanitizer without a summary' verdict failed sanitizer "$scratch/sanitizer" 1

((failures == 0)) || { echo "$failures failed"; exit 1; }
