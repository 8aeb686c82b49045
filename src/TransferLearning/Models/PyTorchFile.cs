using System.Collections;
using System.IO.Compression;
using Razorvine.Pickle;
using Razorvine.Pickle.Objects;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Reads what torch.save wrote: a zip archive, or the form before PyTorch 1.6.</summary>
internal static class PyTorchFile
{
    public static Dictionary<string, Tensor> Read(FileStream file, bool isZip, TensorChoice choose) => throw new NotImplementedException();
}
