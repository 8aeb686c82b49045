namespace TorchSharp;

/// <summary>What to do with the elements that an index names.</summary>
internal enum GatherMode
{
    Read,
    Write,
    Add,
}
