namespace TransferLearning;

/// <summary>Something about a folder of pictures that may spoil a training.</summary>
/// <param name="What">What was found, in a sentence.</param>
/// <param name="WhatToDo">What to do about it.</param>
/// <param name="Files">The files it is about, relative to the folder; empty where it is about the folder as a whole.</param>
public sealed record FolderFinding(string What, string WhatToDo, IReadOnlyList<string> Files);
