using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Reads the tensors of a file written by <c>torch.save</c>: straight into their memory, so that little more is needed than they take.</summary>
internal static class TorchWeights
{
    private const long BytesAlwaysAllowed = 64_000_000;
    private const int MostTimesStored = 3;   // tied and turned weights are stored once and read more often

    /// <summary>Reads the tensors whose names are wanted. Whoever calls disposes them.</summary>
    /// <exception cref="UserMistakeException">The file cannot be used; the message says why.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path, bool isZip, Predicate<string> isWanted)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            var contents = TorchFile.Open(file, isZip);
            Dictionary<string, TensorView> views = StateDictionary.Find(contents.Root).Where(entry => isWanted(entry.Key)).ToDictionary(StringComparer.Ordinal);
            Check(file, contents, views);
            return Read(file, contents, views);
        }
        catch (InvalidDataException exception)
        {
            throw new UserMistakeException($"{Path.GetFullPath(path)} is not a usable PyTorch file: {exception.Message}.", exception);
        }
        catch (EndOfStreamException exception)
        {
            throw new UserMistakeException($"{Path.GetFullPath(path)} is not a usable PyTorch file: it is cut off; fetch or save it again.", exception);
        }
    }

    private static Dictionary<string, Tensor> Read(FileStream file, TorchFile contents, Dictionary<string, TensorView> views)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            foreach ((string name, TensorView view) in views)
            {
                Tensor tensor = empty(view.Shape, view.Storage.Type.IsWhole() ? ScalarType.Int64 : ScalarType.Float32);
                tensors.Add(name, tensor);
                TensorFiller.Fill(file.SafeFileHandle, contents.Storages[view.Storage.Key], view, tensor.bytes);
            }

            return tensors;
        }
        catch
        {
            foreach (Tensor tensor in tensors.Values)
            {
                tensor.Dispose();
            }

            throw;
        }
    }

    // Before any memory is asked for: all storages are in the file and undamaged, and the tensors are not many times what is stored.
    private static void Check(FileStream file, TorchFile contents, Dictionary<string, TensorView> views)
    {
        var intact = new HashSet<string>(StringComparer.Ordinal);
        Int128 bytesToRead = 0;
        foreach ((string name, TensorView view) in views)
        {
            int bytes = view.Storage.Type.Bytes();
            if (!contents.Storages.TryGetValue(view.Storage.Key, out StoredBytes place) || (Int128)view.Storage.Count * bytes > place.Length)
            {
                throw Unusable.Damaged($"the numbers of \"{Unusable.Printable(name)}\" are not all in it");
            }

            if (view.Extent * bytes > Array.MaxLength || view.Count * view.Storage.Type.BytesAsRead() > Array.MaxLength)
            {
                throw Unusable.Refused($"\"{Unusable.Printable(name)}\" is larger than 2 GB");
            }

            bytesToRead += view.Extent * bytes;
            if (intact.Add(view.Storage.Key) && !TensorFiller.IsIntact(file.SafeFileHandle, place))
            {
                throw Unusable.Damaged($"the numbers of \"{Unusable.Printable(name)}\" are not those that were saved (their checksum is wrong)");
            }
        }

        if (bytesToRead > BytesAlwaysAllowed + ((Int128)file.Length * MostTimesStored))
        {
            throw Unusable.Refused($"its {views.Count:N0} tensors are views of far fewer numbers; save a clone() of each");
        }
    }
}
