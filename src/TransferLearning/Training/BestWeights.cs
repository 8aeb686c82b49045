using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>A copy of everything in a model that training can move, to go back to.</summary>
internal sealed class BestWeights(TransferModel model) : IDisposable
{
    private readonly Dictionary<string, Tensor> copies = [];

    public IReadOnlyDictionary<string, Tensor> Tensors => copies;

    public void Keep()
    {
        using IDisposable noGradient = no_grad();
        foreach ((string name, Tensor current) in model.state_dict())
        {
            if (copies.TryGetValue(name, out Tensor? copy))
            {
                copy.copy_(current);
            }
            else
            {
                copies.Add(name, current.detach().clone().DetachFromDisposeScope());
            }
        }
    }

    public void Restore()
    {
        using IDisposable noGradient = no_grad();
        foreach ((string name, Tensor current) in model.state_dict())
        {
            if (copies.TryGetValue(name, out Tensor? copy))
            {
                current.copy_(copy);
            }
        }
    }

    public void Dispose()
    {
        foreach (Tensor copy in copies.Values)
        {
            copy.Dispose();
        }
    }
}
