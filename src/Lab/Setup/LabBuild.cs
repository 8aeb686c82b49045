namespace Lab.Setup;

/// <summary>What the suite can be built with.</summary>
internal enum LabBuild
{
    /// <summary>The managed editions in src/Embedded.</summary>
    Embedded,

    /// <summary>The published packages, computing on the CPU.</summary>
    Cpu,

    /// <summary>The published packages, computing on an NVIDIA GPU.</summary>
    Cuda,
}
