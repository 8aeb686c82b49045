using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>
/// Where a training stood at the end of an epoch: weights, optimizer, history. A training that was stopped goes on from it and ends with the same
/// bits as an unbroken one, since everything random in an epoch is drawn from a seed of that epoch.
/// </summary>
internal sealed class Checkpoint
{
    private const string WeightsName = "model.safetensors", BestName = "best.safetensors", OptimizerName = "optimizer.bin", StateName = "training.json";

    private readonly string folder;
    private readonly string optionsText;

    public Checkpoint(string directory, TrainingOptions options)
    {
        folder = Path.Combine(directory, "checkpoint");
        optionsText = JsonSerializer.Serialize(options with { CheckpointDirectory = null });
    }

    /// <summary>Brings model and optimizer to where the last checkpoint left them.</summary>
    /// <returns>The epochs done so far and the number of the best; null when there is no checkpoint.</returns>
    /// <exception cref="UserMistakeException">The checkpoint is of another training.</exception>
    public (List<EpochResult> Epochs, int BestEpoch)? TryResume(TransferModel model, OptimizerHelper optimizer, BestWeights best)
    {
        string statePath = Path.Combine(folder, StateName);
        if (!File.Exists(statePath))
        {
            return null;
        }

        State state = JsonSerializer.Deserialize<State>(File.ReadAllText(statePath))!;
        if (state.Options != optionsText)
        {
            throw new UserMistakeException($"The checkpoint in {Path.GetFullPath(folder)} is of a training with other options; remove that folder to start anew, or name another one.");
        }

        string bestPath = Path.Combine(folder, BestName);
        if (File.Exists(bestPath))
        {
            WeightsReader.Load(model, bestPath);
            best.Keep();
        }

        WeightsReader.Load(model, Path.Combine(folder, WeightsName));
        optimizer.load_state_dict(Path.Combine(folder, OptimizerName));
        return (state.Epochs, state.BestEpoch);
    }

    /// <summary>Writes a checkpoint beside the last one and then takes its place, so that at every moment a whole one is there.</summary>
    public void Write(TransferModel model, OptimizerHelper optimizer, BestWeights best, List<EpochResult> epochs, int bestEpoch)
    {
        string fresh = folder + ".new", old = folder + ".old";
        Remove(fresh);
        Directory.CreateDirectory(fresh);
        Safetensors.Write(Path.Combine(fresh, WeightsName), model.state_dict());
        if (best.Tensors.Count > 0)
        {
            Safetensors.Write(Path.Combine(fresh, BestName), best.Tensors);
        }

        optimizer.save_state_dict(Path.Combine(fresh, OptimizerName));
        File.WriteAllText(Path.Combine(fresh, StateName), JsonSerializer.Serialize(new State(optionsText, epochs, bestEpoch)));
        Remove(old);
        if (Directory.Exists(folder))
        {
            Directory.Move(folder, old);
        }

        Directory.Move(fresh, folder);
        Remove(old);
    }

    /// <summary>Takes the checkpoint away when the training is finished.</summary>
    public void Delete() => Remove(folder);

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private sealed record State(string Options, List<EpochResult> Epochs, int BestEpoch);
}
