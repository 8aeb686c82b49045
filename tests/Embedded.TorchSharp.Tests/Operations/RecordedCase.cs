using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Embedded.TorchSharp.Tests.Operations;

/// <summary>One operation as record_core.py saw PyTorch do it.</summary>
public sealed record RecordedCase(string name, RecordedInput[] inputs, long[] shape, string type, double[] result, double[][]? gradients)
{
    public static RecordedCase[] Load(string file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Fixtures", file);
        return JsonSerializer.Deserialize<RecordedCase[]>(File.ReadAllText(path)) ?? throw new InvalidDataException($"{path} holds no cases.");
    }
}

/// <summary>An input of a recorded operation and how its elements lie in memory.</summary>
public sealed record RecordedInput(long[] shape, string layout, double[] values, bool grad)
{
    /// <summary>The same values in the same kind of order.</summary>
    public Tensor Make()
    {
        Tensor made;
        using (var scope = NewDisposeScope())
        {
            var plain = tensor(Array.ConvertAll(values, value => (float)value), shape);
            made = layout switch
            {
                "channels_last" => plain.AsLayout(Layout.ChannelsLast).Track(),
                "transposed" => plain.transpose(-1, -2).contiguous().clone().transpose(-1, -2),
                "strided" => Spread(plain),
                _ => plain,
            };
            made.MoveToOuterDisposeScope();
        }
        return grad ? made.requires_grad_() : made;
    }

    static Tensor Spread(Tensor plain)
    {
        long[] wide = plain.shape;
        wide[^1] = (2 * wide[^1]) + 1;
        var target = zeros(wide)[TensorIndex.Ellipsis, TensorIndex.Slice(1, null, 2)];
        using (no_grad())
        {
            target.copy_(plain);
        }
        return target;
    }
}
