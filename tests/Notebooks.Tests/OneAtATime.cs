// Lessons train on all cores and share what they leave in results/; the program's console and current folder belong to the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
