namespace TransferLearning;

/// <summary>The comparison of lesson 4: what is finished is found again, and the models of the first seed are kept to be looked into.</summary>
internal static class LessonComparison
{
    public static Task<Comparison> RunAsync(LessonSettings settings, ImageFolder pictures, IProgress<ExperimentProgress>? progress, CancellationToken cancellation)
    {
        ComparisonSettings comparison = settings.Comparison;

        // A training that is found gives no model, so where one is missing that seed is trained anew.
        bool modelsAreThere = comparison.Strategies.All(strategy => File.Exists(settings.ModelPath(strategy)));
        var store = new RunStore(Path.Combine(settings.ResultsFolder, "runs")) { TrainAnew = modelsAreThere ? [] : [settings.Seed] };
        return Experiment.CompareAsync(pictures, comparison with { Store = store }, progress, Keep, cancellation);

        void Keep(StrategyRun run, Strategy strategy, TransferModel model)
        {
            if (run.Seed == settings.Seed)
            {
                ModelFile.Save(model, settings.ModelPath(strategy), settings.ImageSize);
            }
        }
    }
}
