using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TorchSharp.Modules;

namespace TransferLearning;

/// <summary>A copy of everything in a model that training can change, to go back to.</summary>
internal sealed class KeptWeights(TransferModel model) : IDisposable
{
    public Dictionary<string, Tensor> Tensors { get; } = [];

    public void Keep()
    {
        foreach ((string name, Tensor current) in model.state_dict().Where(entry => !Tensors.ContainsKey(entry.Key)))
        {
            Tensors.Add(name, empty_like(current).DetachFromDisposeScope());
        }

        Copy(model.state_dict(), Tensors);
    }

    /// <summary>Gives back what was kept; does nothing when nothing was.</summary>
    public void Restore() => Copy(Tensors, model.state_dict());

    public void Dispose() => Tensors.Values.ToList().ForEach(copy => copy.Dispose());

    /// <summary>Copies tensors into those of the same names.</summary>
    public static void Copy(IReadOnlyDictionary<string, Tensor> from, IReadOnlyDictionary<string, Tensor> to)
    {
        using FinalizerGate gate = FinalizerGate.Close();
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach ((string name, Tensor value) in from)
        {
            to[name].copy_(value);
        }
    }
}

/// <summary>
/// Where a training stood at the end of an epoch: weights, optimizer, history, in one file that takes the place of the one before by
/// renaming. A training that was stopped goes on from it and ends with the same bits as an unbroken one, since everything random in an
/// epoch comes from a seed of that epoch.
/// <paramref name="start"/> is the hash of the model when it began.
/// </summary>
internal sealed class Checkpoint(TransferModel model, Split split, TrainingOptions options, string start)
{
    private const string Weights = "model.", Best = "best.", OfOptimizer = "optimizer.";
    private const string StateEntry = "state", HashEntry = "sha256";

    private readonly string _path = Path.Combine(options.CheckpointFolder!, "checkpoint.safetensors");
    private readonly string _key = Numbers.Hash(JsonSerializer.Serialize(new
    {
        Options = options with { CheckpointFolder = null },
        Backbone = model.Backbone.ToString(),
        model.Backbone.Width,
        model.HeadDropout,
        model.ImageSize,
        model.Classes,
        model.TrainsStatistics,
        Trainable = model.named_parameters().Where(entry => entry.parameter.requires_grad).Select(entry => entry.name),
        Start = start,
        Training = split.Training.Key(model.ImageSize),
        Validation = split.Validation.Key(model.ImageSize),
        Threads = get_num_threads(),
        Device = model.Device.ToString(),
        Library = typeof(Checkpoint).Module.ModuleVersionId,
        TorchSharp = typeof(torch).Module.ModuleVersionId,
    }));

    /// <summary>Hash of all weights and statistics.</summary>
    public static string HashOf(TransferModel model) => Hash(model.state_dict());

    /// <summary>Brings model and optimizer to where the last checkpoint left them.</summary>
    /// <returns>The epochs done so far and the number of the best; null when there is no checkpoint, or only a damaged one.</returns>
    /// <exception cref="UserMistakeException">The checkpoint is of another training.</exception>
    public (List<EpochResult> Epochs, int BestEpoch)? TryResume(OptimizerHelper optimizer, KeptWeights best)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);   // now, and not after the first epoch, if it cannot be made
        using DisposeScope scope = NewDisposeScope();
        if (!File.Exists(_path) || Read() is not { } read)
        {
            return null;
        }

        UserMistakeException.ThrowIf(read.State.Key != _key,
            $"The checkpoint {Path.GetFullPath(_path)} is of another training: its options, images, classes, start or what is frozen "
                + "were different. Remove it to start anew, or name another folder.");

        if (Under(Best) is { Count: > 0 } kept)
        {
            KeptWeights.Copy(kept, model.state_dict());
            best.Keep();
        }

        KeptWeights.Copy(Under(Weights), model.state_dict());
        SetState(optimizer, Under(OfOptimizer));
        return (read.State.Epochs, read.State.BestEpoch);

        Dictionary<string, Tensor> Under(string prefix) =>
            read.Tensors.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
                .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value);
    }

    /// <summary>Writes a checkpoint, which then replaces the last one: at every moment a whole one has the name.</summary>
    public void Write(OptimizerHelper optimizer, KeptWeights best, List<EpochResult> epochs, int bestEpoch)
    {
        using FinalizerGate gate = FinalizerGate.Close();
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> all = Named(Weights, model.state_dict()).Concat(Named(Best, best.Tensors))
            .Concat(Named(OfOptimizer, StateOf(optimizer))).ToDictionary();
        Safetensors.Write(_path, all, new Dictionary<string, string>
        {
            [StateEntry] = JsonSerializer.Serialize(new State(_key, epochs, bestEpoch), Numbers.Json),
            [HashEntry] = Hash(all),
        });

        static IEnumerable<KeyValuePair<string, Tensor>> Named(string prefix, IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
            tensors.Select(entry => KeyValuePair.Create(prefix + entry.Key, entry.Value));
    }

    /// <summary>Takes the checkpoint away when the training is finished.</summary>
    public void Delete() => File.Delete(_path);

    private (Dictionary<string, Tensor> Tensors, State State)? Read()
    {
        try
        {
            IReadOnlyDictionary<string, string> notes = Safetensors.ReadMetadata(_path);
            Dictionary<string, Tensor> tensors = WeightsFile.Read(_path);
            return notes.GetValueOrDefault(HashEntry) == Hash(tensors)
                ? (tensors, JsonSerializer.Deserialize<State>(notes[StateEntry], Numbers.Json)!) : null;
        }
        catch (Exception damaged) when (damaged is UserMistakeException or IOException or JsonException or KeyNotFoundException)
        {
            return null;   // whatever else was written there, it is no checkpoint to go on from
        }
    }

    /// <summary>Names, shapes and numbers, in the order of the names; strides do not matter.</summary>
    private static string Hash(Dictionary<string, Tensor> tensors)
    {
        using FinalizerGate gate = FinalizerGate.Close();
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, Tensor value) in tensors.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            using DisposeScope scope = NewDisposeScope();
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {value.dtype} {string.Join('×', value.shape)}\n"));
            hash.AppendData(value.detach().cpu().contiguous().bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // TorchSharp saves an optimizer's state only where its tensors are contiguous, and those of channels-last weights are not.
    // So it is taken out field by field.
    private static IEnumerable<(string Name, FieldInfo Field, object State)> Fields(OptimizerHelper optimizer) =>
        optimizer.state_dict().State.SelectMany((state, index) => state
            .GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => field.FieldType == typeof(Tensor) || field.FieldType == typeof(long))
            .Select(field => ($"{index}.{field.Name}", field, (object)state)));

    private static IEnumerable<KeyValuePair<string, Tensor>> StateOf(OptimizerHelper optimizer) =>
        from entry in Fields(optimizer)
        let value = entry.Field.GetValue(entry.State) is long number ? tensor(number) : (Tensor?)entry.Field.GetValue(entry.State)
        where value is not null
        select KeyValuePair.Create(entry.Name, value);

    private void SetState(OptimizerHelper optimizer, Dictionary<string, Tensor> values)
    {
        using FinalizerGate gate = FinalizerGate.Close();
        using IDisposable noGradient = no_grad();
        foreach ((string name, FieldInfo field, object state) in Fields(optimizer).Where(entry => values.ContainsKey(entry.Name)))
        {
            switch (field.GetValue(state))
            {
                case long:
                    field.SetValue(state, values[name].item<long>());
                    break;
                case Tensor own:
                    own.copy_(values[name]);
                    break;
                default:
                    field.SetValue(state, values[name].to(model.Device, copy: true).DetachFromDisposeScope());
                    break;
            }
        }
    }

    private sealed record State(string Key, List<EpochResult> Epochs, int BestEpoch);
}

/// <summary>What files and their keys have in common: NaN and infinity by name, one kind of hash.</summary>
internal static class Numbers
{
    public static JsonSerializerOptions Json { get; } = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
