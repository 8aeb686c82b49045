// Torch has one random generator for the whole process: tests that draw from it must not run beside each other. Only those of
// InterruptionTests, whose work is done by processes of their own, have a collection beside this one.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
