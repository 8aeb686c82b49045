using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>A copy of everything in a model that training can change, to go back to.</summary>
internal sealed class KeptWeights(TransferModel model) : IDisposable
{
    public Dictionary<string, Tensor> Tensors { get; } = [];

    public void Keep()
    {
        using FinaliserGate gate = FinaliserGate.Close();
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach ((string name, Tensor current) in model.state_dict())
        {
            if (Tensors.TryGetValue(name, out Tensor? copy))
            {
                copy.copy_(current);
            }
            else
            {
                Tensors.Add(name, current.detach().clone().DetachFromDisposeScope());
            }
        }
    }

    /// <summary>Gives back what was kept; does nothing when nothing was.</summary>
    public void Restore() => Checkpoint.Copy(Tensors, model.state_dict());

    public void Dispose()
    {
        foreach (Tensor copy in Tensors.Values)
        {
            copy.Dispose();
        }
    }
}

/// <summary>
/// Where a training stood at the end of an epoch: weights, optimizer, history, in one file that takes the place of the one before by
/// renaming. A training that was stopped goes on from it and ends with the same bits as an unbroken one, since everything random in an
/// epoch comes from a seed of that epoch.
/// </summary>
internal sealed class Checkpoint
{
    private const string Weights = "model.", Best = "best.", OfOptimizer = "optimizer.";
    private const string KeyEntry = "key", EpochsEntry = "epochs", BestEpochEntry = "best_epoch", HashEntry = "sha256";

    private readonly TransferModel _model;
    private readonly string _path, _key;

    /// <summary>For one training; <paramref name="start"/> is the hash of the model when it began.</summary>
    public Checkpoint(TransferModel model, Split split, TrainingOptions options, string start)
    {
        _model = model;
        _path = Path.Combine(options.CheckpointFolder!, "checkpoint.safetensors");
        _key = Hash(JsonSerializer.Serialize(new
        {
            Options = options with { CheckpointFolder = null },
            Backbone = model.Backbone.ToString(),
            model.Backbone.Width,
            model.Head,
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
        Directory.CreateDirectory(options.CheckpointFolder!);
    }

    /// <summary>Hash of all weights and statistics.</summary>
    public static string HashOf(TransferModel model) => Hash(model.state_dict());

    /// <summary>Brings model and optimizer to where the last checkpoint left them.</summary>
    /// <returns>The epochs done so far and the number of the best; null when there is no checkpoint, or only a damaged one.</returns>
    /// <exception cref="UserMistakeException">The checkpoint is of another training.</exception>
    public (List<EpochResult> Epochs, int BestEpoch)? TryResume(OptimizerHelper optimizer, KeptWeights best)
    {
        if (!File.Exists(_path) || Read() is not { } read)
        {
            return null;
        }

        try
        {
            if (read.Notes[KeyEntry] != _key)
            {
                throw new UserMistakeException(
                    $"The checkpoint {Path.GetFullPath(_path)} is of another training: "
                        + "its options, images, classes, start or what is frozen were different. "
                        + "Remove it to start anew, or name another folder.");
            }

            if (read.Tensors.Keys.Any(name => name.StartsWith(Best, StringComparison.Ordinal)))
            {
                Copy(Under(read.Tensors, Best), _model.state_dict());
                best.Keep();
            }

            Copy(Under(read.Tensors, Weights), _model.state_dict());
            SetState(optimizer, Under(read.Tensors, OfOptimizer));
            return (JsonSerializer.Deserialize<List<EpochResult>>(read.Notes[EpochsEntry], Numbers.Json)!,
                int.Parse(read.Notes[BestEpochEntry], Numbers.Culture));
        }
        finally
        {
            foreach (Tensor tensor in read.Tensors.Values)
            {
                tensor.Dispose();
            }
        }
    }

    /// <summary>Writes a checkpoint beside the last one, which it then replaces: at every moment a whole one has the name.</summary>
    public void Write(OptimizerHelper optimizer, KeptWeights best, List<EpochResult> epochs, int bestEpoch)
    {
        using FinaliserGate gate = FinaliserGate.Close();
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> all = _model.state_dict().ToDictionary(entry => Weights + entry.Key, entry => entry.Value.detach());
        foreach ((string name, Tensor value) in best.Tensors.Select(entry => (Best + entry.Key, entry.Value))
            .Concat(StateOf(optimizer).Select(entry => (OfOptimizer + entry.Name, entry.Value))))
        {
            all.Add(name, value);
        }

        string fresh = $"{_path}.{Guid.NewGuid():N}";
        try
        {
            Safetensors.Write(fresh, all, new Dictionary<string, string>
            {
                [KeyEntry] = _key,
                [EpochsEntry] = JsonSerializer.Serialize(epochs, Numbers.Json),
                [BestEpochEntry] = bestEpoch.ToString(Numbers.Culture),
                [HashEntry] = Hash(all),
            });
            File.Move(fresh, _path, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    /// <summary>Takes the checkpoint away when the training is finished.</summary>
    public void Delete() => File.Delete(_path);

    /// <summary>Copies tensors into those of the same names.</summary>
    public static void Copy(IReadOnlyDictionary<string, Tensor> from, Dictionary<string, Tensor> to)
    {
        using FinaliserGate gate = FinaliserGate.Close();
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach ((string name, Tensor value) in from)
        {
            to[name].copy_(value);
        }
    }

    private (Dictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Notes)? Read()
    {
        try
        {
            IReadOnlyDictionary<string, string> notes = Safetensors.ReadMetadata(_path);
            Dictionary<string, Tensor> tensors = Safetensors.Read(_path);
            if (notes.GetValueOrDefault(HashEntry) == Hash(tensors) && notes.ContainsKey(KeyEntry))
            {
                return (tensors, notes);
            }

            foreach (Tensor tensor in tensors.Values)
            {
                tensor.Dispose();
            }
        }
        catch (Exception damaged) when (damaged is UserMistakeException or IOException or JsonException)
        {
            // Whatever else was written there, it is no checkpoint to go on from.
        }

        return null;
    }

    private static Dictionary<string, Tensor> Under(Dictionary<string, Tensor> tensors, string prefix) =>
        tensors.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Names, shapes and numbers, in the order of the names; strides do not matter.</summary>
    private static string Hash(Dictionary<string, Tensor> tensors)
    {
        using FinaliserGate gate = FinaliserGate.Close();
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
    private static IEnumerable<(int Index, FieldInfo Field, object State)> Fields(OptimizerHelper optimizer) =>
        optimizer.state_dict().State.SelectMany((state, index) => state
            .GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => field.FieldType == typeof(Tensor) || field.FieldType == typeof(long))
            .Select(field => (index, field, (object)state)));

    private static IEnumerable<(string Name, Tensor Value)> StateOf(OptimizerHelper optimizer) => Fields(optimizer)
        .Select(entry => (
            Name: $"{entry.Index}.{entry.Field.Name}",
            Value: entry.Field.GetValue(entry.State) switch { Tensor tensor => tensor, long number => tensor(number), _ => null }))
        .Where(entry => entry.Value is not null)
        .Select(entry => (entry.Name, entry.Value!));

    private static void SetState(OptimizerHelper optimizer, Dictionary<string, Tensor> values)
    {
        using FinaliserGate gate = FinaliserGate.Close();
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach ((int index, FieldInfo field, object state) in Fields(optimizer))
        {
            if (!values.TryGetValue($"{index}.{field.Name}", out Tensor? value))
            {
                continue;
            }

            switch (field.GetValue(state))
            {
                case long:
                    field.SetValue(state, value.item<long>());
                    break;
                case Tensor own:
                    own.copy_(value);
                    break;
                default:
                    field.SetValue(state, value.clone().DetachFromDisposeScope());
                    break;
            }
        }
    }
}

/// <summary>Numbers for machines: no culture, all digits, NaN and infinity by name.</summary>
internal static class Numbers
{
    public static CultureInfo Culture => CultureInfo.InvariantCulture;

    public static JsonSerializerOptions Json { get; } = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
}
