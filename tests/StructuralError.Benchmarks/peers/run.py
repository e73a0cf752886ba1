"""Both sides in turn, several rounds, one table. Use run.sh, which builds the program first.

Ours: `train --json`, float32, everything measured, steps.csv written; seconds a step from steps_per_second (the training loop alone).
PyTorch: compare.py, one process a measurement, median over its steps. First, both sides train 20 float64 steps from the same seed
and must give the same numbers. Needs nothing but the standard library; PyTorch runs in a process of its own, which --torch may name.
"""
import argparse
import csv
import json
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
from datetime import datetime, timezone

PEERS = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(PEERS, "..", "..", ".."))
PROGRAM = os.path.join(ROOT, "artifacts", "bin", "StructuralError", "release", "StructuralError")
CHECK_STEPS = 20
TOLERANCE = 1e-9
MATRIX_TOLERANCE = 1e-10

parser = argparse.ArgumentParser(prog="run.sh")
parser.add_argument("--models", default="a,c", help="models, with commas between (default a,c)")
parser.add_argument("--k", type=int, default=1)
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--steps", type=int, help="steps of ours and of the quick PyTorch ways (default: ours 938, PyTorch 300 for a, b and 60 for c, d)")
parser.add_argument("--slow-steps", type=int, default=3, help="steps of the slow PyTorch ways, vmap and backward")
parser.add_argument("--slow-rounds", type=int, default=2, help="rounds in which the slow ways take part; 0 leaves them out")
parser.add_argument("--threads", default="1,2", help="threads of ours, and of PyTorch's plain step for c and d")
parser.add_argument("--torch", default=os.environ.get("PEERS_TORCH", "/usr/bin/python3"), help="command that runs Python with PyTorch, e.g. 'chroot DIR python3'")
parser.add_argument("--torch-data", help="the data directory as that command sees it, where it sees another file system")
parser.add_argument("--check-only", action="store_true", help="compare the numbers, time nothing")


def fail(message):
    sys.exit(f"peers: {message}")


def ours(options, model, arguments, threads, directory):
    """One run; returns its summary."""
    out = os.path.join(directory, "run")
    command = [PROGRAM, "train", "--model", model, "--k", str(options.k), "--dataset", options.dataset, "--seed", "0", "--batch-size", "64",
               "--threads", str(threads), "--out", out, "--force", "--json", "--progress", "none", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if done.returncode != 0:
        fail(f"{shlex.join(command)}\n{done.stderr}")
    return json.loads(done.stdout), out


def pytorch(options, *arguments, threads=1):
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads), MKL_NUM_THREADS=str(threads))
    command = [*shlex.split(options.torch), "-", *map(str, arguments), "--threads", str(threads), "--data", options.torch_data or options.data]
    with open(os.path.join(PEERS, "compare.py")) as script:
        done = subprocess.run(command, stdin=script, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        fail(f"{shlex.join(command)}\n{done.stderr}")
    return json.loads(done.stdout)


def check(options, model):
    """Ends the program where the two sides differ."""
    with tempfile.TemporaryDirectory() as directory:
        _, run = ours(options, model, ["--precision", "f64", "--steps", str(CHECK_STEPS)], 1, directory)
        with open(os.path.join(run, "steps.csv"), newline="") as file:
            mine = list(csv.DictReader(file))
    theirs = pytorch(options, "check", "--model", model, "--k", options.k, "--steps", CHECK_STEPS)
    if len(mine) != CHECK_STEPS or len(theirs["rows"]) != CHECK_STEPS:
        fail(f"model {model}: {len(mine)} and {len(theirs['rows'])} rows, not {CHECK_STEPS}")
    worst = (0.0, "", 0)
    for step, (left, right) in enumerate(zip(mine, theirs["rows"])):
        for name, value in right.items():
            difference = abs(float(left[name]) - value) / max(1.0, abs(value))
            if not difference <= TOLERANCE:
                fail(f"model {model}: step {step}: {name} is {left[name]} here and {value!r} in PyTorch (allowed {TOLERANCE})")
            worst = max(worst, (difference, name, step))
    for way, difference in theirs["agreement"].items():
        if not difference <= MATRIX_TOLERANCE:
            fail(f"model {model}: A by '{way}' differs from A by one backward per sample and class by {difference} (allowed {MATRIX_TOLERANCE})")
    print(f"model {model}: {CHECK_STEPS} float64 steps, {len(theirs['rows'][0])} columns: largest difference {worst[0]:.1e} ({worst[1]}, step {worst[2]}); "
          f"PyTorch's ways among themselves {max(theirs['agreement'].values()):.1e}", flush=True)
    return worst[0]


def plan(options, model):
    """(key, label, run) of every row of the table; run(round) gives seconds a step, or None with a reason."""
    convolutional = model in "cd"
    steps = options.steps or 938
    peer_steps = options.steps or (60 if convolutional else 300)
    counts = [int(count) for count in options.threads.split(",")]
    memory = []

    def run_ours(threads):
        def run(_):
            with tempfile.TemporaryDirectory() as directory:
                summary, _ = ours(options, model, ["--precision", "f32", "--steps", str(steps)], threads, directory)
            memory.append(summary["peak_memory_bytes"])
            return 1 / summary["steps_per_second"]

        return run

    def run_torch(way, threads, count):
        return lambda _: pytorch(options, "time", "--model", model, "--k", options.k, "--way", way, "--steps", count, threads=threads)

    def run_slow(way):
        quick = run_torch(way, 1, options.slow_steps)
        return lambda index: quick(index) if index < options.slow_rounds else None

    rows = [(f"ours-{count}", f"ours, everything measured, {threads_text(count)}", run_ours(count)) for count in counts]
    for count in counts if convolutional else [1]:
        rows.append((f"plain-{count}", f"PyTorch plain, nothing measured, {threads_text(count)}", run_torch("plain", count, peer_steps)))
    rows.append(("structured", "PyTorch structured rules, 1 thread", run_torch("structured", 1, peer_steps)))
    if options.slow_rounds > 0:
        rows.append(("vmap", "PyTorch vmap(jacrev), 1 thread", run_slow("vmap")))
        rows.append(("backward", "PyTorch, one backward per sample and class, 1 thread", run_slow("backward")))
    return rows, memory


def threads_text(count):
    return f"{count} thread" + ("" if count == 1 else "s")


def measure(options, model):
    rows, memory = plan(options, model)
    seconds, reasons = {key: [] for key, _, _ in rows}, {}
    for index in range(options.rounds):
        for key, label, run in rows:
            result = run(index)
            if isinstance(result, dict):
                if result["seconds"] is None:
                    reasons[key] = result["reason"]
                result = result["seconds"]
            seconds[key].append(result)
            if result is not None:
                print(f"model {model}: round {index + 1}: {label}: {1e3 * result:.3f} ms", flush=True)
    return rows, seconds, reasons, max(memory)


def three(values, scale=1.0, digits=3):
    return " | ".join(f"{scale * value:.{digits}f}" for value in (min(values), statistics.median(values), max(values)))


def report(options, model, header, worst, measured):
    rows, seconds, reasons, memory = measured
    plains = [key for key, _, _ in rows if key.startswith("plain-")]
    best_plain = min(plains, key=lambda key: statistics.median(seconds[key]))
    lines = [f"# Model {model}, k = {options.k}, batch 64, float32", "", *header, "",
             f"Same numbers first: {CHECK_STEPS} float64 steps, largest difference {worst:.1e} (allowed {TOLERANCE}).",
             f"Peak resident set of ours: {memory / 1e6:.0f} MB.", "",
             "| milliseconds a step | minimum | median | maximum | rounds |", "|---|---|---|---|---|"]
    for key, label, _ in rows:
        values = [value for value in seconds[key] if value is not None]
        lines.append(f"| {label} | {three(values, 1e3)} | {len(values)} |" if values else f"| {label} | **not measured: {reasons.get(key, 'no rounds')}** | | | 0 |")
    lines += ["", "Ratios within a round, first what is to be at most, then how many times faster ours is.", "",
              "| ratio | minimum | median | maximum |", "|---|---|---|---|"]
    ratios = {}

    def ratio(label, top, bottom):
        values = [a / b for a, b in zip(seconds[top], seconds[bottom]) if a is not None and b is not None]
        if values:
            ratios[label] = values
            lines.append(f"| {label} | {three(values)} |")

    names = {key: label for key, label, _ in rows}
    mine = [key for key, _, _ in rows if key.startswith("ours-")]
    for key in mine:
        ratio(f"({names[key]}) ÷ ({names[best_plain]}, its best)", key, best_plain)
    for other in ("structured", "vmap", "backward"):
        for key in mine:
            if other in seconds:
                ratio(f"({names[other]}) ÷ ({names[key]})", other, key)
    text = "\n".join(lines) + "\n"
    print("\n" + text)
    base = os.path.join(ROOT, "results", f"peers-{model}" + ("" if options.k == 1 else f"-k{options.k}"))
    os.makedirs(os.path.dirname(base), exist_ok=True)
    with open(base + ".md", "w") as file:
        file.write(text)
    document = {"model": model, "k": options.k, "header": header, "largest_difference": worst, "peak_memory_bytes": memory, "seconds": seconds, "ratios": ratios, "reasons": reasons}
    with open(base + ".json", "w") as file:
        json.dump(document, file, indent=2)
        file.write("\n")
    print(f"written: {os.path.relpath(base, ROOT)}.md and .json\n", flush=True)


def processor():
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return "unknown processor"


def is_reference_blas(names):
    """Netlib's plain Fortran: Debian's PyTorch runs on it where no other BLAS is installed, fifteen times slower than it has to."""
    return any(name.startswith("libblas.so") for name in names) and not any(word in name for name in names for word in ("openblas", "mkl", "blis", "atlas"))


def describe(options):
    versions = pytorch(options, "versions")
    warning = []
    if is_reference_blas(versions["blas"]):
        warning = ["", f"**This PyTorch runs on the reference BLAS, at {versions['gflops']:.1f} GFLOP/s: its times below for models a and b are not those of a PyTorch as it should be installed.** "
                   "Install libopenblas0-pthread, or unpack it and name its directory in LD_LIBRARY_PATH, or name another PyTorch with --torch."]
    program = subprocess.run([PROGRAM, "version"], capture_output=True, text=True, cwd=ROOT).stdout.split("\n")[0].strip()
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT).stdout.strip()
    return [f"{datetime.now(timezone.utc):%Y-%m-%d}; {processor()}, {os.cpu_count()} processors; load at the start {os.getloadavg()[0]:.1f}.",
            f"Ours: {program or 'unknown version'}, commit {commit or 'unknown'}, data set {os.path.basename(options.dataset)}. "
            f"PyTorch {versions['torch']}, Python {versions['python']}, transforms: {versions['transforms'] or 'none importable'}; "
            f"BLAS {', '.join(versions['blas']) or 'built in'}, sgemm 1024³ on one thread {versions['gflops']:.0f} GFLOP/s.", *warning]


def find_data(options):
    directory = os.environ.get("MNIST_DIR")
    if directory:
        options.dataset, options.data = "mnist", directory
        return
    options.data = os.path.join(ROOT, "results", "peers-data", "digits")
    if not os.path.exists(os.path.join(options.data, "train-images-idx3-ubyte")):
        subprocess.run([PROGRAM, "data", "digits", "--out", options.data], check=True, stdout=subprocess.DEVNULL)
    options.dataset = options.data


def main():
    options = parser.parse_args()
    if not os.path.exists(PROGRAM):
        fail(f"{PROGRAM} does not exist; use run.sh, which builds it")
    find_data(options)
    header = describe(options)
    print("\n".join(header), flush=True)
    models = options.models.split(",")
    differences = {model: check(options, model) for model in models}
    if options.check_only:
        return
    for model in models:
        report(options, model, header, differences[model], measure(options, model))


main()
