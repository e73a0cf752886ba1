"""What check.sh found, as one line: a verdict, a tab, and what was found. Only the standard library.

  report.py devices FILE | card FILE | selfcheck FILE | times FILE
  report.py trajectory REFERENCE STEPS_CSV STEPS TOLERANCE
  report.py same RUN RUN...               the same rows and the same final parameters in all of them
  report.py seeds GROUP PREFIX            each run below GROUP against the one at PREFIX<seed>
  report.py resumed RUN RUN               the first was not interrupted, the second was and went on
  report.py epoch GOAL RUN...             seconds of training: the median of the runs; GOAL may be "-"
  report.py together GOAL GROUP RUN...    the runs below GROUP, trained side by side, against the median of one alone
  report.py peer FILE WAY GOAL RUN...     a way of PyTorch against the median of the runs
  report.py samples FILE MODEL TOLERANCE  PyTorch's autograd against the program's samples.csv
  report.py sanitizer FILE STATUS
  report.py longest FILE COUNT            the kernels that took most
  report.py kernel_pattern FILE COUNT     their names as ncu's --kernel-name takes them
  report.py kernels FILE
  report.py threads RUN...                CPU runs: the same bytes, milliseconds a step

CHECK_STUB=1 in the environment: times are not judged, nor what the stand-ins for NVIDIA's tools write.
"""
import csv
import glob
import json
import os
import re
import statistics
import sys

ON_STUB = os.environ.get("CHECK_STUB") == "1"

METRICS = {
    "gpu__time_duration.sum": "µs",
    "sm__throughput.avg.pct_of_peak_sustained_elapsed": "% of the multiprocessors' peak",
    "dram__throughput.avg.pct_of_peak_sustained_elapsed": "% of the memory's",
    "smsp__issue_active.avg.pct_of_peak_sustained_active": "% of issue slots",
    "sm__warps_active.avg.pct_of_peak_sustained_active": "% of warps",
    "launch__registers_per_thread": "registers",
}
DURATION = "gpu__time_duration.sum"


def read(path):
    with open(path) as file:
        return json.load(file)


def summaries(runs):
    return [read(os.path.join(run, "summary.json")) for run in runs]


def passed(condition):
    return "passed" if condition else "failed"


def against(value, goal, at_most):
    """The verdict on a time; no comparison with NaN is ever true."""
    if ON_STUB:
        return "emulated"
    if goal == "-":
        return "measured"
    return "met" if (value <= float(goal) if at_most else value >= float(goal)) else "missed"


def three_digits(value):
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"


# ---- devices and the program's own check ---------------------------------------------------------------------------------------


def cuda_device(path):
    document = read(path)
    found = [device for device in document["devices"] if device["device"].startswith("cuda")]
    return document, found[0] if found else None


def devices(path):
    document, device = cuda_device(path)
    if device is None or not device["usable"]:
        return "failed", document["cuda_problem"] or (device and device["problem"]) or "no CUDA device"
    return "passed", f"{device['name']}, {device['architecture']}, {device['units']} multiprocessors, {device['memory_bytes'] / 1e9:.0f} GB, driver for CUDA {document['cuda_driver']}"


def card(path):
    document, device = cuda_device(path)
    return ("none", "no CUDA device") if device is None else (document["cuda_driver"], device["name"])


def selfcheck(path):
    document = read(path)
    checks = document["checks"]
    bad = [f"{check['name']}: {check['error'] or check['deviation']} of at most {check['limit']}" for check in checks if not check["passed"]]
    text = f"{len(checks) - len(bad)} of {len(checks)} checks passed" + "".join("; " + line for line in bad[:5])
    return passed(checks and not bad and document["passed"]), text


def times(path):
    steps = [step for step in read(path)["steps"] if step["measured"]]
    if not steps:
        return ("emulated" if ON_STUB else "failed"), "no times in the document"
    return against(0, "-", True), ", ".join(f"{step['model']} k={step['k']} {1000 * step['milliseconds']:.0f}" for step in steps)


# ---- runs ----------------------------------------------------------------------------------------------------------------------


def trajectory(reference, mine, steps, tolerance):
    with open(reference, newline="") as left, open(mine, newline="") as right:
        theirs, ours = list(csv.DictReader(left))[: int(steps)], list(csv.DictReader(right))
    if len(ours) != int(steps) or len(theirs) != int(steps):
        return "failed", f"{len(ours)} rows and {len(theirs)} of the reference, not {steps}"
    worst, place = 0.0, "nowhere"
    for expected, found in zip(theirs, ours):
        for name, text in expected.items():
            difference = abs(float(found[name]) - float(text)) / max(1.0, abs(float(text)))
            if not difference <= worst:
                worst, place = difference, f"step {expected['step']}, {name}"
            if difference != difference:
                return "failed", f"not a number at {place}"
    return ("met" if worst <= float(tolerance) else "missed"), f"{worst:.1e} over {steps} steps, at {place}"


def content(run):
    """The rows and the final parameters of a run."""
    (parameters,) = glob.glob(os.path.join(run, "checkpoint", "*.safetensors"))
    parts = []
    for path in (os.path.join(run, "steps.csv"), parameters):
        with open(path, "rb") as file:
            parts.append(file.read())
    return parts


def difference(left, right):
    names = ("rows", "parameters")
    return " and ".join(name for name, a, b in zip(names, content(left), content(right)) if a != b)


def same(first, *others):
    found = [f"{os.path.basename(other)}: {difference(first, other)} differ" for other in others if difference(first, other)]
    return passed(not found), "; ".join(found) or f"{1 + len(others)} runs of {len(content(first)[0])} bytes of rows"


def runs_below(group):
    return sorted(os.path.dirname(path) for path in glob.glob(os.path.join(group, "*", "summary.json")))


def seeds(group, prefix):
    runs = {read(os.path.join(run, "summary.json"))["seed"]: run for run in runs_below(group)}
    singles = {int(path[len(prefix) :]) for path in glob.glob(prefix + "*") if path[len(prefix) :].isdigit()}
    if not runs or set(runs) != singles:
        return "failed", f"seeds {sorted(runs)} side by side, {sorted(singles)} alone"
    found = [f"seed {seed}: {difference(run, prefix + str(seed))} differ" for seed, run in sorted(runs.items()) if difference(run, prefix + str(seed))]
    return passed(not found), "; ".join(found) or f"{len(runs)} seeds"


def resumed(whole, interrupted):
    if not read(os.path.join(interrupted, "manifest.json"))["resumes"]:
        return "failed", "the second run was not resumed"
    verdict, text = same(whole, interrupted)
    return verdict, text + f"; resumed at step {read(os.path.join(interrupted, 'manifest.json'))['resumes'][0].get('step', '?')}"


def median_seconds(runs):
    return statistics.median(summary["training_seconds"] for summary in summaries(runs))


def epoch(goal, *runs):
    seconds, steps = median_seconds(runs), summaries(runs[:1])[0]["steps"]
    return against(seconds, goal, True), f"{seconds:.3f} s, {1e6 * seconds / steps:.0f} µs a step ({steps} steps, {len(runs)} run{'s' * (len(runs) > 1)})"


def together(goal, group, *runs):
    below = runs_below(group)
    all_of_them, one = max(summary["training_seconds"] for summary in summaries(below)), median_seconds(runs)
    return against(all_of_them / one, goal, True), f"{all_of_them:.3f} s for {len(below)}, {one:.3f} s for one: {three_digits(all_of_them / one)} ×"


def threads(*runs):
    verdict, text = same(*runs) if len(runs) > 1 else ("failed", "one run alone")
    found = []
    for run, summary in zip(runs, summaries(runs)):
        found.append(f"{os.path.basename(run).split('-')[-1]}: {1e3 * summary['training_seconds'] / summary['steps']:.3f}")
    return verdict, text + "; threads: ms a step: " + ", ".join(found)


# ---- PyTorch -------------------------------------------------------------------------------------------------------------------


def peer(path, way, goal, *runs):
    document = read(path)
    result = document["ways"][way]
    if result["seconds"] is None:
        return ("emulated" if ON_STUB and result["reason"] == "needs a card" else "not run"), result["reason"]
    steps = [run for run in runs if os.path.exists(os.path.join(run, "summary.json"))]
    theirs = f"{1e6 * result['seconds']:.0f} µs a step (PyTorch {document['torch']}, {result['steps']} steps)"
    if not steps:
        return "not run", theirs + ", but part d has no time of ours"
    ours = median_seconds(steps) / summaries(steps[:1])[0]["steps"]
    return against(result["seconds"] / ours, goal, False), f"{theirs}, ours {1e6 * ours:.0f}: {three_digits(result['seconds'] / ours)} × as fast"


def samples(path, model, tolerance):
    result = read(path)["models"][model]
    parts = {name: value for name, value in result.items() if name != "samples"}
    good = all(value <= float(tolerance) for value in parts.values())
    return ("met" if good else "missed"), f"{result['samples']} samples: " + ", ".join(f"{name} {value:.1e}" for name, value in parts.items())


# ---- NVIDIA's tools ------------------------------------------------------------------------------------------------------------


def sanitizer(path, status):
    with open(path, errors="replace") as file:
        lines = [line.lstrip("= ").rstrip() for line in file]
    summary = [line for line in lines if "SUMMARY:" in line]
    if not summary:
        return "failed", f"exit {status}, no summary: " + (lines[-1] if lines else "no output")
    clean = status == "0" and re.search(r"SUMMARY: 0 (errors|hazards)\b", summary[-1])
    return "emulated" if clean and ON_STUB else passed(clean), summary[-1] + ("" if clean else f"; exit {status}; first: " + next((line for line in lines if line and "COMPUTE-SANITIZER" not in line), ""))


def profiled(path):
    """One dictionary a launch: "name", and the metrics as numbers. ncu writes a line a metric, or a column a metric and a line of units."""
    with open(path, newline="", errors="replace") as file:
        rows = list(csv.DictReader(line for line in file if line.startswith('"')))
    launches = {}
    for row in rows:
        if not row["ID"].isdigit():
            continue
        launch = launches.setdefault((row.get("Process ID"), row["ID"]), {"name": row["Kernel Name"].split("(")[0]})
        for name, text in [(row["Metric Name"], row["Metric Value"])] if "Metric Name" in row else row.items():
            if name in METRICS and text:
                launch[name] = float(text.replace(",", ""))
    return list(launches.values())


def total_durations(path):
    totals = {}
    for launch in profiled(path):
        totals[launch["name"]] = totals.get(launch["name"], 0) + launch[DURATION]
    return sorted(totals.items(), key=lambda item: -item[1])


def longest(path, count):
    totals = total_durations(path)
    if not totals:
        return "failed", "no kernel was profiled"
    share = sum(time for _, time in totals)
    text = ", ".join(f"{name} {100 * time / share:.0f} %" for name, time in totals[: int(count)])
    return against(0, "-", True), f"{text}; {len(totals)} kernels, {share / 1e3:.0f} µs in all"


def kernel_pattern(path, count):
    return "regex:^(" + "|".join(re.escape(name) for name, _ in total_durations(path)[: int(count)]) + ")$", ""


def kernels(path):
    slowest = {}
    for launch in profiled(path):
        if launch[DURATION] > slowest.get(launch["name"], {DURATION: -1.0})[DURATION]:
            slowest[launch["name"]] = launch
    if not slowest:
        return "failed", "no kernel was profiled"
    lines = []
    for name, launch in slowest.items():
        figures = [f"{three_digits(launch[metric] / (1e3 if metric == DURATION else 1))} {unit}" for metric, unit in METRICS.items() if metric in launch]
        missing = len(METRICS) - len(figures)
        lines.append(f"{name}: " + ", ".join(figures) + (f", {missing} metrics missing" if missing else ""))
    return against(0, "-", True), "; ".join(lines)


TASKS = [devices, card, selfcheck, times, trajectory, same, seeds, resumed, epoch, together, threads, peer, samples, sanitizer, longest, kernel_pattern, kernels]

if __name__ == "__main__":
    task = {function.__name__: function for function in TASKS}[sys.argv[1]]
    try:
        print("\t".join(task(*sys.argv[2:])))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"failed\tcannot be read: {type(error).__name__}: {error}")
