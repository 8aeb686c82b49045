using System.Runtime.CompilerServices;

namespace TransferLearning.Tests;

/// <summary>Keeps the tests' pixel caches out of the user's.</summary>
internal static class CacheSetup
{
    [ModuleInitializer]
    internal static void UseATemporaryCache() =>
        Environment.SetEnvironmentVariable("TRANSFER_LEARNING_CACHE", Path.Combine(Path.GetTempPath(), "transfer-learning-tests-cache"));
}
