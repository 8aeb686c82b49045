using System.Runtime.CompilerServices;

namespace Notebooks.Tests;

/// <summary>
/// Lessons are run here to see that every cell works; two seeds are enough for that. The committed outputs have as many as a reader's.
/// </summary>
internal static class TwoSeeds
{
    [ModuleInitializer]
    internal static void Set() =>
        Environment.SetEnvironmentVariable("LESSON_SEEDS", Environment.GetEnvironmentVariable("LESSON_SEEDS") ?? "2");
}
