namespace TorchSharp;

/// <summary>
/// Turns the gradient of a result into gradients of what it was made from: one per input, null where there is none to give.
/// Runs with recording off and in a scope of the engine's own, so that only what is returned survives. A gradient may still have the
/// result's broadcast shape, and may be <paramref name="gradOutput"/> itself; the engine sums and copies as needed.
/// </summary>
internal delegate torch.Tensor?[] BackwardFunction(torch.Tensor gradOutput, torch.Tensor[] saved);
