namespace Embedded.TorchSharp.Tests;

/// <summary>
/// For tests that change the number of threads: they run alone, since the last bits of other tests' sums depend on it.
/// </summary>
[CollectionDefinition(nameof(ThreadCountTests), DisableParallelization = true)]
public sealed class ThreadCountTests;
