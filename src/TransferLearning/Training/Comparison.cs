using TransferLearning.Display;

namespace TransferLearning;

/// <summary>The strategies side by side, and what they were run on.</summary>
/// <param name="Title">Heading, such as "cats-vs-dogs".</param>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Results">One entry a strategy, in the order they were run.</param>
/// <param name="TrainingPictures">Number of training pictures of a seed.</param>
/// <param name="ValidationPictures">Number of validation pictures of a seed.</param>
/// <param name="TestPictures">Number of test pictures of a seed.</param>
/// <param name="Samples">A few training pictures to show.</param>
/// <param name="Facts">How it was made, for the foot of a report: name and value, in order (data, image size, seeds, hardware, command, ...).</param>
[TypeFormatterSource(typeof(ComparisonDisplay))]
public sealed record Comparison(
    string Title,
    IReadOnlyList<string> Classes,
    IReadOnlyList<StrategyResult> Results,
    int TrainingPictures,
    int ValidationPictures,
    int TestPictures,
    IReadOnlyList<Picture> Samples,
    IReadOnlyList<KeyValuePair<string, string>> Facts);
