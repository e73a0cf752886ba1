using Xunit.Sdk;
using Xunit.v3;

// libtorch has one number of threads for the whole process, and its tensors are counted for the whole process.
[assembly: Parallelization(Mode = ParallelMode.None)]
