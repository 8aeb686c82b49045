using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Embedded.TorchSharp.Tests.Modules;

/// <summary>Names, states and exceptions as the published package was seen to have them.</summary>
public class ModuleTests
{
    [Fact]
    public void A_sequence_names_its_modules_by_name_or_number()
    {
        using Sequential named = Sequential(("a", Linear(2, 3)), ("b", BatchNorm1d(3)));
        Assert.Equal("a.weight a.bias b.weight b.bias b.running_mean b.running_var b.num_batches_tracked",
            string.Join(' ', named.state_dict().Keys));
        using Sequential numbered = Sequential(Linear(2, 3), ReLU(), BatchNorm1d(3));
        Assert.Equal("0.weight 0.bias 2.weight 2.bias 2.running_mean 2.running_var 2.num_batches_tracked",
            string.Join(' ', numbered.state_dict().Keys));
    }

    [Fact]
    public void A_custom_module_registers_its_fields_and_lists_parameters_before_buffers()
    {
        using var model = new Custom();
        Assert.Equal("features.0.weight bn.weight bn.bias head.weight head.bias bn.running_mean bn.running_var bn.num_batches_tracked",
            string.Join(' ', model.state_dict().Keys));
        Assert.Equal("features:torch::nn::SequentialImpl bn:BatchNorm1d head:Linear features.0:Conv2d",
            string.Join(' ', model.named_modules().Select(m => $"{m.name}:{m.module.GetName()}")));
        Assert.Equal("Custom", model.GetName());
    }

    [Fact]
    public void A_strict_load_refuses_other_names()
    {
        using var model = new Custom();
        var error = Assert.Throws<InvalidOperationException>(() => model.load_state_dict([]));
        Assert.Equal("The loaded state_dict is not identical to the target dictionary.", error.Message);
    }

    [Fact]
    public void A_loose_load_says_what_is_missing_and_what_is_left_over()
    {
        using var model = new Custom();
        Dictionary<string, Tensor> source = new() { ["features.0.weight"] = ones(2, 1, 1, 1), ["zzz"] = zeros(1) };
        (IList<string> missing, IList<string> unexpected) = model.load_state_dict(source, strict: false);
        Assert.Equal("bn.weight,bn.bias,head.weight,head.bias,bn.running_mean,bn.running_var,bn.num_batches_tracked",
            string.Join(',', missing));
        Assert.Equal(["zzz"], unexpected);
        Assert.All(model.get_parameter("features.0.weight")!.data<float>().ToArray(), v => Assert.Equal(1, v));
    }

    [Fact]
    public void A_tensor_of_another_shape_does_not_load()
    {
        using Linear layer = Linear(4, 2);
        var error = Assert.Throws<ExternalException>(() => layer.load_state_dict(new() { ["weight"] = zeros(2, 7), ["bias"] = zeros(2) }));
        Assert.Equal("The size of tensor a (4) must match the size of tensor b (7) at non-singleton dimension 1", error.Message);
    }

    [Fact]
    public void Loading_a_models_own_state_gives_the_same_answers()
    {
        using var first = new Custom();
        using var second = new Custom();
        using Tensor x = randn(5, 1, 1, 1);
        second.load_state_dict(first.state_dict());
        using Tensor a = first.call(x), b = second.call(x);
        Assert.Equal(a.data<float>().ToArray(), b.data<float>().ToArray());
    }

    [Fact]
    public void Training_reaches_every_child()
    {
        using var model = new Custom();
        model.bn.eval();
        Assert.False(model.bn.training);
        model.train();
        Assert.True(model.bn.training);
        model.eval();
        Assert.All(model.modules(), m => Assert.False(m.training));
    }

    [Fact]
    public void Frozen_parameters_still_count()
    {
        using var model = new Custom();
        model.head.weight.requires_grad = false;
        Assert.Equal(5, model.parameters().Count());
    }

    [Fact]
    public void Apply_visits_children_before_the_module_itself()
    {
        using var model = new Custom();
        var visited = new List<string>();
        model.apply(m => visited.Add(m.GetName()));
        Assert.Equal(["Conv2d", "torch::nn::SequentialImpl", "BatchNorm1d", "Linear", "Custom"], visited);
    }

    [Fact]
    public void A_gradient_is_null_until_backward_and_after_zeroing()
    {
        using Linear layer = Linear(3, 1);
        Assert.Null(layer.weight.grad);
        layer.call(ones(2, 3)).sum().backward();
        Assert.NotNull(layer.weight.grad);
        layer.zero_grad();
        Assert.Null(layer.weight.grad);
    }

    [Fact]
    public void A_disposed_module_has_disposed_of_its_parameters()
    {
        var layer = Linear(3, 1);
        Parameter weight = layer.weight;
        layer.Dispose();
        Assert.Throws<InvalidOperationException>(() => weight.shape);
    }

    [Fact]
    public void A_dispose_scope_leaves_parameters_alone()
    {
        Linear layer;
        using (NewDisposeScope())
        {
            layer = Linear(3, 1);
        }

        Assert.Equal([1L, 3], layer.weight.shape);
        layer.Dispose();
    }

    [Fact]
    public void Names_with_dots_and_names_twice_are_refused()
    {
        using var model = new Custom();
        Assert.Throws<ArgumentException>(() => model.register_module("a.b", Identity()));
        Assert.Throws<InvalidOperationException>(() => model.register_module("head", Identity()));
        Assert.Throws<InvalidOperationException>(() => model.head.register_parameter("weight", new Parameter(zeros(1))));
    }

    [Fact]
    public void There_is_no_CUDA_to_move_to()
    {
        using Linear layer = Linear(3, 1);
        Assert.Same(layer, layer.to(CPU));
        var error = Assert.Throws<InvalidOperationException>(() => layer.to(DeviceType.CUDA));
        Assert.StartsWith("Torch device type CUDA did not initialise on the current machine.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hook_sees_and_may_replace_input_and_result()
    {
        using Linear layer = Linear(Parameter(ones(1, 2)), null);
        using Tensor x = ones(1, 2);
        var before = layer.register_forward_pre_hook((_, input) => input * 10);
        var after = layer.register_forward_hook((_, input, result) => result + input.sum());
        Assert.Equal(40, layer.call(x).item<float>());
        before.remove();
        Assert.Equal(4, layer.call(x).item<float>());
        after.remove();
        Assert.Equal(2, layer.call(x).item<float>());
    }

    [Fact]
    public void Lists_and_dictionaries_register_what_they_hold()
    {
        ModuleList<Linear> list = ModuleList(Linear(1, 2), Linear(2, 3));
        list.Insert(0, Linear(1, 1));
        ModuleDict<Linear> dictionary = ModuleDict(("left", Linear(1, 2)), ("right", Linear(2, 3)));
        Assert.Empty(list.state_dict());
        using var whole = new Holder(list, dictionary);
        Assert.Equal("0.weight 0.bias 1.weight 1.bias 2.weight 2.bias", string.Join(' ', list.state_dict().Keys));
        Assert.Equal("left.weight left.bias right.weight right.bias", string.Join(' ', dictionary.state_dict().Keys));
        Assert.Equal(10, whole.parameters().Count());
        Assert.Equal(2, dictionary["right"].in_features);
    }

    private sealed class Holder : Module
    {
        public Holder(Module list, Module dictionary)
            : base(nameof(Holder))
        {
            register_module("list", list);
            register_module("dictionary", dictionary);
        }
    }

    [Fact]
    public void A_part_of_a_sequence_shares_its_modules_and_names()
    {
        using Sequential all = Sequential(Linear(1, 2), ReLU(), Linear(2, 3));
        Assert.Equal(["1", "2"], all[1..].named_children().Select(c => c.name));
        Assert.Same(all[2], all[1..][1]);
    }

    [Fact]
    public void Wrong_inputs_are_refused_as_in_the_package()
    {
        using Conv2d convolution = Conv2d(3, 4, 3);
        Assert.Equal("Expected 3D (unbatched) or 4D (batched) input with 3 channels to Conv2d.",
            Assert.Throws<ArgumentException>(() => convolution.call(zeros(1, 4, 8, 8))).Message);
        using BatchNorm2d norm = BatchNorm2d(3);
        Assert.Throws<ArgumentException>(() => norm.call(zeros(2, 3)));
        using Linear layer = Linear(3, 4);
        Assert.Equal("mat1 and mat2 shapes cannot be multiplied (2x5 and 3x4)",
            Assert.Throws<ExternalException>(() => layer.call(zeros(2, 5))).Message);
        Assert.Equal("expected scalar type Long but found Int",
            Assert.Throws<ExternalException>(() => functional.cross_entropy(zeros(2, 3), tensor(new[] { 0, 1 }))).Message);
        Assert.Throws<ExternalException>(() => functional.cross_entropy(zeros(2, 3), tensor(new[] { 0L, 3 })));
        Assert.Throws<ExternalException>(() => functional.binary_cross_entropy_with_logits(zeros(2, 1), zeros(2)));
    }

    sealed class Custom : Module<Tensor, Tensor>
    {
        readonly Sequential features;
        internal readonly BatchNorm1d bn;
        internal readonly Linear head;

        internal Custom()
            : base(nameof(Custom))
        {
            features = Sequential(Conv2d(1, 2, 1, bias: false));
            bn = BatchNorm1d(2);
            head = Linear(2, 3);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using Tensor pictures = features.call(input);
            using Tensor rows = pictures.flatten(1);
            using Tensor normal = bn.call(rows);
            return head.call(normal);
        }
    }
}
