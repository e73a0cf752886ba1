"""Computes statistics of claims.json a second time, from the CSV files alone, with nothing but Python's standard library.

usage: recompute_claims.py DIRECTORY

DIRECTORY is what `reproduce` writes: claims.json, tables/initialization.csv, runs/*/steps.csv and layers.csv. Every value of every statistic that is
computed here is compared with the one in claims.json; the exit status is 1 where one differs by more than 1e-9 (relative above 1), or where fewer than
ten claims could be compared.
"""

import csv
import json
import math
import os
import re
import sys
from collections import defaultdict
from statistics import median

WINDOW = 50

# How a batch becomes a number: the readings of most claims, with the columns of errors and of gradient norms.
AVERAGES = {
    "means of logarithms": ("log_fitting_error", "log_gradient_norm"),
    "logarithms of means": ("log_mean_fitting_error", "log_mean_gradient_norm"),
}


def number(text):
    return float("nan") if text == "" else float(text)


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else float("nan")


def sign(value):
    return (value > 0) - (value < 0)


def tau(x, y):
    balance = in_x = in_y = 0
    for i in range(len(x)):
        for j in range(i):
            a, b = sign(x[i] - x[j]) if x[i] != x[j] else 0, sign(y[i] - y[j]) if y[i] != y[j] else 0
            balance += a * b
            in_x += a * a
            in_y += b * b
    return balance / math.sqrt(in_x * in_y) if in_x and in_y else float("nan")


def pearson(x, y):
    mx, my = mean(x), mean(y)
    xy = sum((a - mx) * (b - my) for a, b in zip(x, y))
    return xy / math.sqrt(sum((a - mx) ** 2 for a in x) * sum((b - my) ** 2 for b in y))


def running_median(values, window=25):
    half = window // 2
    return [median(values[max(0, i - half):i + half + 1]) for i in range(len(values))]


def onset(run, margin, column="log_fitting_error"):
    errors = run[column]
    level = median(errors[:10]) - margin
    smooth = running_median(errors)
    row = len(smooth)
    while row > 0 and smooth[row - 1] <= level:
        row -= 1
    return run["step"][row] if row < len(smooth) else math.inf


def windows(values):
    return [mean(values[i:i + WINDOW]) for i in range(0, len(values) - WINDOW + 1, WINDOW)]


def change(values):
    return mean(values[-WINDOW:]) - mean(values[:WINDOW])


def steps(values):
    means = windows(values)
    return [b - a for a, b in zip(means, means[1:])]


def share_of_falls(run, error, norm):
    errors, norms, structure = (windows(run[name]) for name in (error, norm, "S"))
    chosen = [i for i in range(1, len(errors)) if structure[i] <= structure[i - 1] and norms[i] < norms[i - 1]]
    return sum(errors[i] < errors[i - 1] for i in chosen) / len(chosen) if chosen else float("nan")


def norm_share(run, error, norm, still):
    def stands(name):
        smooth = running_median(run[name])
        return [abs(c) <= 0.05 * (max(smooth) - min(smooth)) for c in steps(run[name])]

    quiet = [u and l for u, l in zip(stands("U"), stands("L"))]
    norms = steps(run[norm])
    ratios = steps([n - e for n, e in zip(run[norm], run[error])])
    of_norm = sum(abs(n) for n, q in zip(norms, quiet) if q == still)
    of_ratio = sum(abs(r) for r, q in zip(ratios, quiet) if q == still)
    return of_norm / (of_norm + of_ratio) if of_norm + of_ratio else float("nan")


def partial(run, error, norm, name):
    x, y, z = run[error][::5], [-v for v in run[name]][::5], run[norm][::5]
    xy, xz, yz = tau(x, y), tau(x, z), tau(y, z)
    return (xy - xz * yz) / math.sqrt((1 - xz * xz) * (1 - yz * yz))


def late_r(run, name):
    bound = [n + s for n, s in zip(run["log_mean_gradient_norm"], run[name])]
    errors = run["log_mean_fitting_error"]
    rows = [i for i in range(WINDOW - 1, len(errors)) if run["step"][i] >= 500]
    return median(pearson(errors[i - WINDOW + 1:i + 1], bound[i - WINDOW + 1:i + 1]) for i in rows)


def trace_at_start(layers):
    traces = defaultdict(float)
    for row in layers:
        if row["name"] != "output bias":
            traces[float(row["step"])] += float(row["trace"])
    return math.log(traces[0] / max(traces.values()))


def lead(a, b, drop, column):
    first, second = onset(a, drop, column), onset(b, drop, column)
    if math.isinf(first) and math.isinf(second):
        return float("nan")
    return (a["step"][-1] + 1 if math.isinf(first) else first) - (b["step"][-1] + 1 if math.isinf(second) else second)


def read_runs(directory):
    runs = {}
    # The name of a run that varies one thing has more parts; those of the figures are meant.
    for name in sorted(os.listdir(os.path.join(directory, "runs")), key=lambda name: (name.count("-"), len(name), name)):
        found = re.search(r"([abcd])-k(\d+)-s(\d+)", name)
        path = os.path.join(directory, "runs", name)
        if found and os.path.exists(os.path.join(path, "steps.csv")):
            rows = table(os.path.join(path, "steps.csv"))
            run = {column: [number(row[column]) for row in rows] for column in rows[0]}
            layers = os.path.join(path, "layers.csv")
            run["layers"] = table(layers) if os.path.exists(layers) else []
            runs.setdefault((found[1], int(found[2]), int(found[3])), run)
    return runs


def of_runs(runs):
    values = {}
    for (model, k, seed), run in runs.items():
        case = f"model {model}, k = {k}"

        def put(claim, quantity, value, reading=""):
            values[claim, reading, case, quantity, seed] = value

        put("theorem3-holds", "samples outside the bounds", sum(run["theorem3_violations"]))
        put("gradient-norm-falls", "change of ln E ‖∇loss‖²", change(run["log_mean_gradient_norm"]), "logarithm of the mean, E_X ‖∇loss‖²")
        put("gradient-norm-falls", "change of E ln ‖∇loss‖²", change(run["log_gradient_norm"]), "mean of the logarithms")
        put("fitting-error-equivalent-to-gradient-norm", "change of ln ‖∇loss‖² in the direction of ln E_f",
            change(run["log_mean_gradient_norm"]) * sign(change(run["log_mean_fitting_error"])), "logarithms of means, E_X")
        put("gradient-elements-diminish", "change of E ln λ_max", -change(run["L"]), "mean of the logarithms")
        for reading, (error, norm) in AVERAGES.items():
            put("larger-eigenvalues-smaller-error", "partial τ of ln E_f and ln λ_min", partial(run, error, norm, "U"), reading)
            put("larger-eigenvalues-smaller-error", "partial τ of ln E_f and ln λ_max", partial(run, error, norm, "L"), reading)
            if model in "ab":
                put("lower-gradient-norm-lowers-fitting-error", "share of falls", share_of_falls(run, error, norm), reading)
            if k == 1:
                claim = "gradient-norm-governs-when-still"
                put(claim, "share of the gradient norm while U and L stand still", norm_share(run, error, norm, True), reading)
                put(claim, "share of the gradient norm while U or L moves", norm_share(run, error, norm, False), reading)
        if run["layers"]:
            put("gradients-tend-to-zero", "ln of ‖∇f‖² at step 0 over the largest", trace_at_start(run["layers"]))
        if k == 1:
            put("gap-narrows", "change of G", change(run["G"]), "in logarithms, as Figure 2 draws it")
            put("gap-narrows", "change of the gap", change([math.exp(u) - math.exp(l) for u, l in zip(run["upper_bound"], run["lower_bound"])]),
                "in the fitting error's own unit")
            put("pearson-near-one", "median r with the upper bound", late_r(run, "U"), "logarithms of means")
    for (model, k, seed), run in runs.items():
        other = runs.get(("b", k, seed))
        if model == "a" and k > 0 and other:
            for reading, (error, _) in AVERAGES.items():
                values["skip-converges-faster", reading, f"models a and b, k = {k}", "lead of b (steps)", seed] = lead(run, other, math.log(10), error)
            values["skip-enlarges-lambda-min-in-training", "", f"models a and b, k = {k}", "mean ln ratio of λ_min", seed] = mean(
                u - v for u, v in zip(run["U"], other["U"]))
    for seed in {seed for _, _, seed in runs}:
        depths = sorted(k for model, k, s in runs if model == "a" and s == seed)
        case = f"model a, k = {depths[0]} to {depths[-1]}"
        for reading, (error, _) in AVERAGES.items():
            values["depth-delays-onset", reading, case, "τ of k and onset", seed] = tau(depths, [onset(runs["a", k, seed], 0.1, error) for k in depths])
    return values


def of_networks(path):
    values = {}
    rows = table(path)
    for seed in {int(row["seed"]) for row in rows}:
        mine = [row for row in rows if int(row["seed"]) == seed]
        for model in "abcd":
            networks = [row for row in mine if row["model"] == model]
            if networks:
                case = f"model {model} at initialisation"
                samples = sum(float(row["samples"]) for row in networks)
                values["theorem4-bounds", "", case, "share of samples with U above its bound", seed] = sum(float(row["U_violations"]) for row in networks) / samples
                values["smallest-eigenvalue-bound", "", case, "median λ_min / min A_cc", seed] = median(
                    float(row["lambda_min_over_smallest_diagonal"]) for row in networks)
        for without, skip in ("ab", "cd"):
            places = {(row["k"], row["width"]): float(row["U"]) for row in mine if row["model"] == skip}
            leads = [float(row["U"]) - places[row["k"], row["width"]]
                     for row in mine if row["model"] == without and int(row["k"]) > 0 and (row["k"], row["width"]) in places]
            if leads:
                values["skip-enlarges-lambda-min", "", f"models {without} and {skip} at initialisation, k ≥ 1", "smallest ln ratio of λ_min over k", seed] = min(leads)
    return values


def main():
    directory = sys.argv[1]
    values = {**of_runs(read_runs(directory)), **of_networks(os.path.join(directory, "tables", "initialization.csv"))}
    with open(os.path.join(directory, "claims.json"), encoding="utf-8") as file:
        claims = json.load(file)["claims"]
    compared, wrong = defaultdict(int), []
    for claim in claims:
        for item in claim["evidence"]:
            for entry in item["values"]:
                key = claim["id"], item["reading"], item["case"], item["quantity"], entry["seed"]
                if key in values:
                    expected, found = values[key], float(entry["value"])
                    compared[claim["id"]] += 1
                    if not (expected == found or abs(expected - found) <= 1e-9 * max(1, abs(expected)) or (expected != expected and found != found)):
                        wrong.append(f"{key}: {found} in claims.json, {expected} from the CSV files")
    print(f"{sum(compared.values())} values of {len(compared)} claims compared, {len(wrong)} differ")
    print("\n".join(wrong))
    return 1 if wrong or len(compared) < 10 else 0


if __name__ == "__main__":
    sys.exit(main())
