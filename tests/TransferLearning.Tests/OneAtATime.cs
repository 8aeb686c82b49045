// Torch has one random generator for the whole process: tests that draw from it must not run beside each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
