using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of one parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    /// <summary>Copies what another optimizer remembers.</summary>
    public abstract void LoadStateDict(OptimizerState source);

    /// <summary>Sets out with nothing remembered.</summary>
    public abstract void Initialize(OptimizerOptions options);

    private protected Tensor Zeros() => torch.zeros(_parameter.shape).DetachFromDisposeScope();

    /// <summary>Replaces a remembered tensor by a copy of another's.</summary>
    private protected static void Load(ref Tensor? own, Tensor? source)
    {
        own?.Dispose();
        own = source?.clone().DetachFromDisposeScope();
    }

    /// <summary>Writes what is remembered; <see cref="LoadStateDict(BinaryReader)"/> reads it in the same order.</summary>
    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    /// <summary>A remembered tensor, or the note that there is none.</summary>
    private protected static unsafe void Write(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        if (tensor is not null)
        {
            using Tensor dense = tensor.AsLayout(Layout.Contiguous);
            writer.Write(dense.numel());
            writer.Write(new ReadOnlySpan<byte>(dense.Floats, checked((int)dense.numel() * sizeof(float))));
        }
    }

    private protected unsafe void Read(BinaryReader reader, ref Tensor? own)
    {
        own?.Dispose();
        own = null;
        if (!reader.ReadBoolean())
        {
            return;
        }

        if (reader.ReadInt64() != _parameter.numel())
        {
            throw new InvalidDataException($"The saved state is of another parameter than one of {_parameter.numel()} numbers.");
        }

        own = Zeros();
        reader.BaseStream.ReadExactly(new Span<byte>(own.Floats, checked((int)own.numel() * sizeof(float))));
    }
}
