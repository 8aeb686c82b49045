// Lessons train on all cores and share what they leave in results/.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
