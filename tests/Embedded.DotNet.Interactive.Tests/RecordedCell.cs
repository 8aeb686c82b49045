namespace Embedded.DotNet.Interactive.Tests;

/// <summary>A cell and the events that the published kernel was seen to make of it.</summary>
internal sealed record RecordedCell(string Code, IReadOnlyList<string> Events);
