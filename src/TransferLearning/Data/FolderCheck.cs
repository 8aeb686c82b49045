namespace TransferLearning;

/// <summary>Something about a folder of images that may spoil a training.</summary>
public sealed record FolderFinding(string What, string WhatToDo, IReadOnlyList<string> Files);

/// <summary>Looks a folder over before it is trained on: unreadable, cut off, double, too few, lopsided, too small, classes missing in a part.</summary>
public sealed record FolderCheck(string Root, int Images, IReadOnlyList<FolderFinding> Findings)
{
    /// <summary>Checks a folder; with a split also copies across its parts and classes without images in a part.</summary>
    public static FolderCheck Of(ImageFolder folder, int imageSize, Split? split = null) => throw new NotImplementedException();
}
