"""Prints the rate of a 1024 x 1024 x 1024 float32 product by numpy; threads by OPENBLAS_NUM_THREADS."""
import time

import numpy

SIZE = 1024
generator = numpy.random.default_rng(0)
a = generator.standard_normal((SIZE, SIZE), dtype=numpy.float32)
b = generator.standard_normal((SIZE, SIZE), dtype=numpy.float32)
c = numpy.empty_like(a)
best = float("inf")
for _ in range(25):
    start = time.perf_counter()
    numpy.matmul(a, b, out=c)
    best = min(best, time.perf_counter() - start)
with open("/proc/self/maps") as maps:
    names = sorted({line.split()[-1].rsplit("/", 1)[-1] for line in maps if "blas" in line.lower() or "mkl" in line.lower()})
print(f"{2 * SIZE**3 / best / 1e9:.1f} GFLOP/s (numpy {numpy.__version__}, {', '.join(name for name in names if name.startswith('lib')) or 'unknown BLAS'})")
