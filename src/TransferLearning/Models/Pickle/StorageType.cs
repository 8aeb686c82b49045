namespace TransferLearning;

/// <summary>The kinds of numbers that PyTorch stores; each is read as float32 (fractions) or int64 (whole numbers).</summary>
internal enum StorageType
{
    Float32,
    Float64,
    Float16,
    BFloat16,
    Int64,
    Int32,
    Int16,
    Int8,
    UInt8,
    Bool,
}
