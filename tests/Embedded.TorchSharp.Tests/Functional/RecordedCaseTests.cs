using System.Text.Json;
using Embedded.TorchSharp.Tests.Fixtures;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Embedded.TorchSharp.Tests.Functional;

/// <summary>Every recorded case: forward within 1e-5 of PyTorch, gradients within 1e-4.</summary>
public class RecordedCaseTests
{
    public static TheoryData<string> Cases => Recorded.Names("cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Result_and_gradients_are_PyTorchs(string name)
    {
        JsonElement recorded = Recorded.Named("cases", name);
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> inputs = recorded.GetProperty("inputs").EnumerateObject().ToDictionary(i => i.Name, i =>
            Recorded.Made(i.Value));
        Dictionary<string, JsonElement> wanted = recorded.TryGetProperty("grads", out JsonElement grads)
            ? grads.EnumerateObject().ToDictionary(g => g.Name, g => g.Value) : [];
        foreach (string input in wanted.Keys)
        {
            inputs[input].requires_grad = true;
        }

        Tensor result = Run(recorded.GetProperty("op").GetString()!, inputs, recorded.GetProperty("arguments"));
        Assert.Equal(Recorded.Longs(recorded.GetProperty("shape")), result.shape);
        Recorded.AssertClose(Recorded.Floats(recorded.GetProperty("result")), result, 1e-5, name);
        if (wanted.Count > 0)
        {
            result.backward([Recorded.Tensor(result.shape, 99)]);
        }

        foreach ((string input, JsonElement gradient) in wanted)
        {
            Assert.NotNull(inputs[input].grad);
            Recorded.AssertClose(Recorded.Floats(gradient), inputs[input].grad!, 1e-4, $"{name}, gradient of {input}");
        }

        foreach (JsonProperty after in recorded.GetProperty("after").EnumerateObject())
        {
            Recorded.AssertClose(Recorded.Floats(after.Value), inputs[after.Name], 1e-5, $"{name}, {after.Name} afterwards");
        }
    }

    static Tensor Run(string op, Dictionary<string, Tensor> t, JsonElement a)
    {
        Tensor x = t["x"];
        Tensor? Maybe(string name) => t.GetValueOrDefault(name);
        long[] Sizes(string name) => Recorded.Longs(a.GetProperty(name));
        bool Is(string name) => a.GetProperty(name).GetBoolean();
        double Number(string name) => a.GetProperty(name).GetDouble();
        nn.Reduction Reduction() => Enum.Parse<nn.Reduction>(a.GetProperty("reduction").GetString()!, ignoreCase: true);
        return op switch
        {
            "conv2d" => F.conv2d(x, t["weight"], Maybe("bias"), Sizes("strides"), Sizes("padding"), Sizes("dilation"),
                a.GetProperty("groups").GetInt64()),
            "linear" => F.linear(x, t["weight"], Maybe("bias")),
            "batch_norm" => F.batch_norm(x, Maybe("running_mean"), Maybe("running_var"), Maybe("weight"), Maybe("bias"), Is("training"),
                Number("momentum"), Number("eps")),
            "max_pool2d" => F.max_pool2d(x, Sizes("kernel_size"), Sizes("strides"), Sizes("padding"), Sizes("dilation"), Is("ceil_mode")),
            "avg_pool2d" => F.avg_pool2d(x, Sizes("kernel_size"), Sizes("strides"), Sizes("padding"), Is("ceil_mode"),
                Is("count_include_pad"),
                a.GetProperty("divisor_override") is { ValueKind: JsonValueKind.Number } divisor ? divisor.GetInt64() : null),
            "adaptive_avg_pool2d" => F.adaptive_avg_pool2d(x, Sizes("output_size")),
            "relu" => F.relu(x),
            "relu6" => F.relu6(x),
            "sigmoid" => F.sigmoid(x),
            "tanh" => F.tanh(x),
            "softmax" => F.softmax(x, a.GetProperty("dim").GetInt64()),
            "log_softmax" => F.log_softmax(x, a.GetProperty("dim").GetInt64()),
            "cross_entropy" => F.cross_entropy(x, Classes(a), Maybe("class_weight"), a.GetProperty("ignore_index").GetInt64(), Reduction(),
                Number("label_smoothing")),
            "nll" => F.nll_loss(x, Classes(a), Maybe("class_weight"), Reduction()),
            "bce_logits" => F.binary_cross_entropy_with_logits(x, t["target"], Maybe("class_weight"), Reduction(), Maybe("pos_weights")),
            "bce" => F.binary_cross_entropy(x, t["target"], reduction: Reduction()),
            "mse" => F.mse_loss(x, t["target"], Reduction()),
            "l1" => F.l1_loss(x, t["target"], Reduction()),
            "interpolate" => F.interpolate(x, Sizes("size"), mode: Enum.Parse<InterpolationMode>(a.GetProperty("mode").GetString()!,
                ignoreCase: true),
                align_corners: a.GetProperty("align_corners") is { ValueKind: JsonValueKind.True or JsonValueKind.False } corners
                    ? corners.GetBoolean() : null),
            "pad" => F.pad(x, Sizes("pad"), Enum.Parse<PaddingModes>(a.GetProperty("mode").GetString()!, ignoreCase: true),
                Number("value")),
            _ => throw new NotSupportedException(op),
        };
    }

    static Tensor Classes(JsonElement arguments)
    {
        var numbers = new List<long>();
        var shape = new List<long>();
        void Walk(JsonElement element, int depth)
        {
            if (element.ValueKind == JsonValueKind.Number)
            {
                numbers.Add(element.GetInt64());
                return;
            }

            if (shape.Count == depth)
            {
                shape.Add(element.GetArrayLength());
            }

            foreach (JsonElement inner in element.EnumerateArray())
            {
                Walk(inner, depth + 1);
            }
        }

        Walk(arguments.GetProperty("target"), 0);
        return tensor([.. numbers], [.. shape]);
    }
}
