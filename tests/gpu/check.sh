#!/usr/bin/env bash
# Checks the CUDA engine on the card of this machine, in 8 minutes at most, and ends with one table: what was asked, what was found.
#
#   [OUT=DIR] tests/gpu/check.sh
#
# Needs .gpu/ beside tests/, as tests/gpu/prepare.sh makes it, an NVIDIA driver, bash and Python 3. PyTorch, compute-sanitizer and ncu are used where
# they are; the table says what was not run and why. Nothing is installed, and no setting of the card is changed.
#
# OUT (default: a new folder) gets table.md and results.tsv, written anew with each result, log.txt, and what the tools wrote. Each part runs in a process of its
# own with a time limit; one that hangs is killed with all its children, and the next goes on.
# Exit code: 0 where everything was run and found as asked, 1 otherwise, 2 where the check could not begin.
#
#   CHECK_PARTS=bd   only these parts                        CHECK_TORCH=COMMAND   the Python that has PyTorch (default: python3)
#   CHECK_BUDGET=N   seconds in all                          CHECK_LIMIT=c:N       seconds of part c, in place of its own
#   CHECK_PLANT=hang:c   for tests: part c hangs; die:c: it ends without a result
#
# prepare.sh runs it on the emulated driver, which it names in STRUCTURALERROR_CUDA_DRIVER; the sizes are then reduced and the table says so.
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
gpu=$root/.gpu
program=$gpu/StructuralError
PATH=$PATH:/usr/local/cuda/bin
export PYTHONDONTWRITEBYTECODE=1

# ---- sizes: on a card, and on the emulated driver, which takes up to a second for a step ----

# Each part: its letter, its limit in seconds, its title.
parts=(
    'a 60 devices and selfcheck'
    'b 45 float64 epochs against PyTorch'
    'c 75 the same bytes'
    'd 75 time of an epoch'
    'e 110 PyTorch on the same card'
    'f 100 compute-sanitizer'
    'g 60 ncu'
    'h 40 kill and resume'
    'i 50 autograd against the samples'
    'j 60 the CPU engine'
)

sizes() {
    small=(--dataset "$gpu/small") mnist=(--dataset mnist --data-dir "$gpu/mnist")
    if [[ $CHECK_STUB == 1 ]]; then
        budget=${CHECK_BUDGET:-3600} limit_factor=10
        full=(--dataset "${CHECK_FULL_DATA:-$gpu/small}") torch_data=$gpu/small torch_device=cpu
        selfcheck_options=(--no-timing)
        trajectory_runs=(a:1:12 b:3:8 d:1:2)
        same_runs=(b:3:6:8 d:3:2:4) seeds=0..2 seed_list=(0 1 2)
        epoch_runs=1 epoch_size=(--steps 3 --batch-size 4)
        peer_size=(--steps 2 --slow-steps 1 --batch 4)
        tool_batch=4 kill_size=(--steps 40 --batch-size 8 --checkpoint-every 4) kill_after=8
        sample_size=(--batch 8) thread_size=(--steps 20)
    else
        budget=${CHECK_BUDGET:-480} limit_factor=1
        full=("${mnist[@]}") torch_data=$gpu/mnist torch_device=cuda
        selfcheck_options=()
        trajectory_runs=(a:1:938 b:3:938 d:1:938)
        same_runs=(b:3:938:64 d:3:300:64) seeds=0..9 seed_list=(0 1 2 3 4 5 6 7 8 9)
        epoch_runs=3 epoch_size=(--steps 938)
        peer_size=(--steps 200 --slow-steps 5 --batch 64)
        tool_batch=16 kill_size=(--epochs 40 --checkpoint-every 1000) kill_after=3000
        sample_size=(--batch 64) thread_size=(--steps 938)
    fi
}

# ---- results ----

# row ASKED FOUND VERDICT: one result, on the disk when this returns.
row() {
    printf '%s\t%s\t%s\t%s\n' "$part" "$1" "$(printf '%s' "$2" | tr '\t\n|' '  /')" "$3" >>"$OUT/results.tsv"
    sync "$OUT/results.tsv" 2>/dev/null || sync
    printf '%s  %s: %s: %s\n' "$part" "$1" "$3" "$2" | tee -a "$OUT/log.txt" >&3
    table
}

# judge ASKED REPORT...: a result that report.py reads from the files.
judge() {
    local asked=$1 line
    shift
    line=$("$CHECK_PYTHON" "$here/report.py" "$@" 2>>"$OUT/log.txt")
    if [[ $line == *$'\t'* ]]; then
        row "$asked" "${line#*$'\t'}" "${line%%$'\t'*}"
    else
        row "$asked" "report.py $1 gave nothing; see log.txt" failed
    fi
}

# attempt ASKED COMMAND...: runs it; where it fails, that is the result, and the caller goes on to the next question.
attempt() {
    local asked=$1 status=0
    shift
    printf '+ %s\n' "$*" >>"$OUT/log.txt"
    "$@" >"$work/stdout" 2>"$work/stderr" || status=$?
    cat "$work/stdout" "$work/stderr" >>"$OUT/log.txt"
    ((status == 0)) || row "$asked" "exit $status: $(tail -n 1 "$work/stderr")" failed
    return "$status"
}

# train NAME OPTIONS...: a run on the card, at $work/NAME.
train() {
    local name=$1
    shift
    "$program" train --device cuda --out "$work/$name" --force --quiet "$@"
}

table() {
    local line letter why
    {
        printf '%s\n\n| | asked | found | |\n|---|---|---|---|\n' "$(cat "$work/header")"
        awk -F '\t' '{ print "| " $1 " | " $2 " | " $3 " | " ($4 == "passed" || $4 == "met" || $4 == "measured" || $4 == "emulated" ? $4 : "**" $4 "**") " |" }' "$OUT/results.tsv"
        for line in "${parts[@]}"; do
            letter=${line%% *}
            why='the check has not come so far'
            [[ $asked_parts == *"$letter"* ]] || why='not asked for'
            grep -q "^$letter"$'\t' "$OUT/results.tsv" || printf '| %s | %s | %s | **not run** |\n' "$letter" "${line#* * }" "$why"
        done
    } >"$work/table"
    cp "$work/table" "$OUT/table.md.new" && mv "$OUT/table.md.new" "$OUT/table.md"
    sync "$OUT/table.md" 2>/dev/null || sync
}

header() {
    local cuda=unknown name='no CUDA device' driver=unknown
    timeout -k 3 30 "$program" devices --json >"$OUT/devices.json" 2>>"$OUT/log.txt"
    IFS=$'\t' read -r cuda name < <("$CHECK_PYTHON" "$here/report.py" card "$OUT/devices.json")
    driver=$(nvidia-smi --query-gpu=driver_version --format=csv,noheader 2>/dev/null | head -n 1)
    CHECK_STUB=0
    if [[ $name == *'stub driver'* ]]; then
        CHECK_STUB=1
        printf '**Not a card: the emulated driver (%s), at reduced sizes, with stand-ins for compute-sanitizer and ncu. Times say nothing and are not judged.**\n' "$name"
    fi
    printf '%s, driver %s (CUDA %s), %s processors; %s; %s.\n' "$name" "${driver:-unknown}" "$cuda" "$(getconf _NPROCESSORS_ONLN)" "$(cat "$gpu/version" 2>/dev/null || echo 'unknown version')" "$(date -u +%Y-%m-%d)"
}

# ---- the parts ----

part_a() {
    judge 'a CUDA device that can be used' devices "$OUT/devices.json"
    "$program" selfcheck --device cuda --json "${selfcheck_options[@]}" >"$OUT/selfcheck.json" 2>>"$OUT/log.txt"
    judge 'selfcheck --device cuda: every check' selfcheck "$OUT/selfcheck.json"
    judge 'its times: µs a step, f32, measured' times "$OUT/selfcheck.json"
}

part_b() {
    local run model k steps asked
    for run in "${trajectory_runs[@]}"; do
        IFS=: read -r model k steps <<<"$run"
        asked="f64, $model k = $k: an epoch within 1e-9 of PyTorch's"
        attempt "$asked" train "f64-$model" --model "plain-$model" --k "$k" --precision f64 --steps "$steps" "${full[@]}" &&
            judge "$asked" trajectory "$gpu/trajectories/${model}_k${k}_seed0.csv" "$work/f64-$model/steps.csv" "$steps" 1e-9
    done
}

part_c() {
    local run model k steps batch seed asked options
    for run in "${same_runs[@]}"; do
        IFS=: read -r model k steps batch <<<"$run"
        options=(--model "plain-$model" --k "$k" --steps "$steps" --batch-size "$batch" "${full[@]}")
        asked="$model k = $k, f32: the same bytes on two runs"
        attempt "$asked" train "first-$model" "${options[@]}" && attempt "$asked" train "second-$model" "${options[@]}" &&
            judge "$asked" same "$work/first-$model" "$work/second-$model"
        asked="$model k = $k: seeds $seeds side by side as alone"
        attempt "$asked" train "group-$model" --seeds "$seeds" "${options[@]}" || continue
        for seed in "${seed_list[@]}"; do
            attempt "$asked" train "alone-$model-$seed" --seed "$seed" "${options[@]}" || continue 2
        done
        judge "$asked" seeds "$work/group-$model" "$work/alone-$model-"
    done
}

# Part e compares with the runs of k = 1 that are left here.
part_d() {
    local model k number goal asked
    train warm-up --model plain-b --k 3 --steps 2 "${small[@]}" >>"$OUT/log.txt" 2>&1
    for k in 3 1; do
        for model in b d a c; do
            goal=- asked="$model k = $k, f32: an epoch, everything measured"
            case $model$k in
                b3) goal=0.15 ;;
                d3) goal=0.5 ;;
            esac
            [[ $goal == - ]] || asked+=", at most $goal s"
            for ((number = 1; number <= epoch_runs; number++)); do
                attempt "$asked" train "epoch-$model-$k-$number" --model "plain-$model" --k "$k" "${epoch_size[@]}" "${full[@]}" || continue 2
            done
            judge "$asked" epoch "$goal" "$work/epoch-$model-$k"-*
        done
    done
    asked="b k = 3: seeds $seeds together, at most twice one"
    attempt "$asked" train group-time --model plain-b --k 3 --seeds "$seeds" "${epoch_size[@]}" "${full[@]}" &&
        judge "$asked" together 2 "$work/group-time" "$work"/epoch-b-3-*
}

part_e() {
    local model asked
    if ! "${torch[@]}" -c 'import torch' 2>>"$OUT/log.txt"; then
        row 'PyTorch on the same card' "PyTorch cannot be imported by ${torch[*]}" 'not run'
        return
    fi
    for model in a b c d; do
        asked="$model k = 1, f32: PyTorch"
        attempt "$asked" "${torch[@]}" "$gpu/compare.py" time --device "$torch_device" --model "$model" --k 1 --way plain,graph,structured,vmap \
            "${peer_size[@]}" --data "$torch_data" || continue
        cp "$work/stdout" "$work/peer-$model.json"
        judge "$asked's plain step ÷ ours, at least 2" peer "$work/peer-$model.json" plain 2 "$work/epoch-$model-1"-*
        judge "$asked's plain step as a CUDA graph ÷ ours" peer "$work/peer-$model.json" graph - "$work/epoch-$model-1"-*
        judge "$asked, structured rules ÷ ours" peer "$work/peer-$model.json" structured - "$work/epoch-$model-1"-*
        judge "$asked, vmap(jacrev) ÷ ours, at least 50" peer "$work/peer-$model.json" vmap 50 "$work/epoch-$model-1"-*
    done
}

part_f() {
    local tool model status asked
    if ! command -v compute-sanitizer >>"$OUT/log.txt"; then
        row 'compute-sanitizer' 'it is not installed' 'not run'
        return
    fi
    for tool in memcheck racecheck; do
        for model in b d a c; do
            asked="$tool, 3 steps of $model k = 1, batch $tool_batch" status=0
            compute-sanitizer --tool "$tool" --error-exitcode 99 --print-limit 20 --log-file "$work/sanitizer" \
                "$program" train --device cuda --model "plain-$model" --k 1 --steps 3 --batch-size "$tool_batch" "${small[@]}" --out "$work/sanitized" --force --quiet \
                >>"$OUT/log.txt" 2>&1 || status=$?
            touch "$work/sanitizer"
            { printf '\n%s\n' "$asked" && head -c 200000 "$work/sanitizer"; } >>"$OUT/sanitizer.txt"
            judge "$asked: clean" sanitizer "$work/sanitizer" "$status"
            rm "$work/sanitizer"
        done
    done
}

# profile FILE OPTIONS...: two steps of d, the model with most to do.
profile() {
    local file=$1
    shift
    ncu --clock-control none --csv --print-units base --log-file "$file" "$@" \
        "$program" train --device cuda --model plain-d --k 3 --steps 2 --batch-size "$profile_batch" "${small[@]}" --out "$work/profiled" --force --quiet
}

part_g() {
    local pattern metrics asked='d k = 3, f32: the three longest kernels'
    if ! command -v ncu >>"$OUT/log.txt"; then
        row "$asked" 'ncu is not installed' 'not run'
        return
    fi
    attempt "$asked" profile "$work/durations.csv" --launch-count 120 --metrics gpu__time_duration.sum || { tail -n 5 "$work/durations.csv" >>"$OUT/log.txt"; return; }
    judge "$asked, share of the kernels' time" longest "$work/durations.csv" 3
    pattern=$("$CHECK_PYTHON" "$here/report.py" kernel_pattern "$work/durations.csv" 3 | cut -f 1)
    metrics=$("$CHECK_PYTHON" -c 'import sys; sys.path.insert(0, sys.argv[1]); import report; print(",".join(report.METRICS))' "$here")
    attempt "$asked: their limits" profile "$OUT/ncu.csv" --kernel-name "$pattern" --launch-count 40 --metrics "$metrics" &&
        judge "$asked: their limits" kernels "$OUT/ncu.csv"
}

part_h() {
    local asked='b k = 3: killed in mid-run and resumed, the same bytes' options pid rows=0 status
    options=(--model plain-b --k 3 "${kill_size[@]}" "${full[@]}")
    attempt "$asked" train whole "${options[@]}" || return
    # Not by `train`, whose process would be a shell.
    "$program" train --device cuda --out "$work/killed" --force --quiet "${options[@]}" >>"$OUT/log.txt" 2>&1 &
    pid=$!
    while kill -0 "$pid" 2>/dev/null; do
        rows=$(wc -l <"$work/killed/steps.csv") 2>/dev/null || rows=0
        if ((rows > kill_after)) && compgen -G "$work/killed/checkpoint/*.json" >/dev/null; then
            kill -KILL "$pid"
            break
        fi
        sleep 0.01
    done
    status=0
    wait "$pid" 2>>"$OUT/log.txt" || status=$?
    if ((status != 137)) || [[ -e $work/killed/summary.json ]]; then
        row "$asked" "it ended (exit $status) before it could be killed, with $rows rows" failed
        return
    fi
    attempt "$asked" "$program" train --device cuda --out "$work/killed" --quiet --resume require "${options[@]}" &&
        judge "$asked" resumed "$work/whole" "$work/killed"
}

# The program gives eigenvalues and norms of A, not A itself. A's ten eigenvalues and e'Ae are what is compared.
part_i() {
    local model asked command
    if ! "${torch[@]}" -c 'import torch' 2>>"$OUT/log.txt"; then
        row "autograd in f64 against the program's samples.csv" "PyTorch cannot be imported by ${torch[*]}" 'not run'
        return
    fi
    printf -v command '%q ' "$program" train --device cuda "${small[@]}"
    asked='one backward pass per sample and class, f64'
    attempt "$asked" "${torch[@]}" "$gpu/compare.py" samples --device "$torch_device" --model bdac --k 1 "${sample_size[@]}" --data "$gpu/small" \
        --program "$command" --scratch "$work" || return
    cp "$work/stdout" "$work/samples.json"
    for model in b d a c; do
        judge "$model k = 1, f64: the 10 eigenvalues of A, ‖∇loss‖² = eᵀAe, E_f, loss of each sample within 1e-9 of autograd's" samples "$work/samples.json" "$model" 1e-9
    done
}

part_j() {
    local model count runs asked
    for model in a b c d; do
        runs=() asked="CPU, $model k = 1, f32: the same bytes for every --threads"
        for count in 1 2 4 8 16; do
            attempt "$asked" "$program" train --device cpu --threads "$count" --model "plain-$model" --k 1 "${thread_size[@]}" "${mnist[@]}" --out "$work/threads-$model-$count" --force --quiet &&
                runs+=("$work/threads-$model-$count")
        done
        judge "$asked" threads "${runs[@]}"
    done
}

# ---- running them ----

# What a part has started carries its mark in the environment, also what has left its process group.
end_marked() {
    local found
    for _ in 1 2 3 4 5; do
        found=$(grep -lzx "CHECK_MARK=$mark" /proc/[0-9]*/environ 2>/dev/null | grep -o '[0-9]\+')
        [[ -n $found ]] || return 0
        # shellcheck disable=SC2086  # several
        kill -KILL $found 2>/dev/null
        sleep 0.1
    done
}

plant() {
    case ${CHECK_PLANT:-} in
        "hang:$part")
            trap '' TERM
            setsid sh -c 'trap "" TERM; while :; do sleep 1; done' &
            wait
            sleep 1000000
            ;;
        "die:$part") exit 3 ;;
    esac
}

run_part() {
    local line=$1 limit title left status=0 before
    part=${line%% *} line=${line#* }
    limit=$((${line%% *} * limit_factor)) title=${line#* }
    [[ ${CHECK_LIMIT:-} != "$part:"* ]] || limit=${CHECK_LIMIT#*:}
    left=$((budget - SECONDS))
    ((limit < left)) || limit=$left
    if ((limit < 3)); then
        row "$title" "the $budget s are used up" 'not run'
        return
    fi
    before=$(wc -l <"$OUT/results.tsv")
    printf '\n== %s, at most %s s, at second %s\n' "$part" "$limit" "$SECONDS" | tee -a "$OUT/log.txt"
    CHECK_MARK=$mark setsid timeout -k 3 "$limit" bash "$here/check.sh" --part "$part" </dev/null 3>&1 >>"$OUT/log.txt" 2>&1 &
    wait $! || status=$?
    end_marked
    case $status in
        0) (($(wc -l <"$OUT/results.tsv") > before)) || row "$title" 'it ended without a result' failed ;;
        124 | 137) row "$title" "ended after $limit s; the lines above this one stand" 'timed out' ;;
        *) row "$title" "exit $status; see log.txt" failed ;;
    esac
}

main() {
    local line
    command -v python3 >/dev/null || { echo 'check.sh: python3 is needed' >&2; exit 2; }
    chmod +x "$program" 2>/dev/null
    [[ -x $program ]] || { echo "check.sh: $program is missing: run tests/gpu/prepare.sh where .NET is, and copy .gpu/ here" >&2; exit 2; }
    OUT=${OUT:-$(mktemp -d "${TMPDIR:-/tmp}/gpu-check.XXXXXX")}
    mkdir -p "$OUT" && OUT=$(cd "$OUT" && pwd) || exit 2
    work=$(mktemp -d) || exit 2
    mark=$$-$RANDOM
    trap 'end_marked; table; rm -rf "$work"' EXIT
    trap 'exit 1' INT TERM HUP
    : >"$OUT/results.tsv"
    : >"$OUT/log.txt"
    rm -f "$OUT/sanitizer.txt" "$OUT/ncu.csv"
    # Where python3 is a shim, it is asked once.
    CHECK_PYTHON=$(python3 -c 'import sys; print(sys.executable)')
    header >"$work/header"
    CHECK_STUB=0
    ! grep -q 'emulated driver' "$work/header" || CHECK_STUB=1
    export OUT CHECK_PYTHON CHECK_STUB CHECK_WORK=$work
    sizes
    echo "results: $OUT"
    exec 3>&1
    table
    for line in "${parts[@]}"; do
        [[ $asked_parts == *"${line%% *}"* ]] || continue
        run_part "$line"
    done
    printf '\n'
    cat "$OUT/table.md"
    printf '\n%s s; results in %s\n' "$SECONDS" "$OUT"
    if cut -f 4 "$OUT/results.tsv" | grep -qE '^(failed|missed|timed out|not run)$'; then
        exit 1
    fi
}

asked_parts=${CHECK_PARTS:-abcdefghij}
read -ra torch <<<"${CHECK_TORCH:-python3}"
if [[ ${1:-} == --part ]]; then
    part=$2 work=$CHECK_WORK
    sizes
    profile_batch=64
    [[ $CHECK_STUB == 0 ]] || profile_batch=$tool_batch
    plant
    "part_$part"
    exit 0 # what failed has its rows
elif (($# > 0)); then
    sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"
else
    main
fi
