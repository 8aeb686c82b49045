namespace TransferLearning;

/// <summary>One strategy trained once.</summary>
/// <param name="Seed">Seed of the split, the initial weights and the order of the pictures.</param>
/// <param name="History">The course of the training.</param>
/// <param name="Test">What the finished model says of the test pictures.</param>
/// <param name="Seconds">Duration of the training, everything that is done once included.</param>
/// <param name="PicturesPerSecond">Training pictures passed per second of that: pictures × epochs / seconds.</param>
public sealed record StrategyRun(int Seed, History History, Evaluation Test, double Seconds, double PicturesPerSecond);
