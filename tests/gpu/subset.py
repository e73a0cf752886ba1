"""subset.py FROM TO TRAIN TEST: the first images and labels of gzipped IDX files as a data set of its own, plain."""
import gzip
import os
import struct
import sys

source, target, train, test = sys.argv[1:]
os.makedirs(target, exist_ok=True)
for split, count in (("train", int(train)), ("t10k", int(test))):
    for name, header, size in ((f"{split}-images-idx3-ubyte", 16, 784), (f"{split}-labels-idx1-ubyte", 8, 1)):
        with gzip.open(os.path.join(source, name + ".gz")) as file:
            content = file.read(header + count * size)
        with open(os.path.join(target, name), "wb") as file:
            file.write(content[:4] + struct.pack(">I", count) + content[8:])
