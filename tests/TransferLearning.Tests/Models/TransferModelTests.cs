using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

public sealed class TransferModelTests
{
    private static readonly string[] TwoClasses = ["cat", "dog"];

    [Fact]
    public void MobileNetV2_has_exactly_the_published_numbers_of_parameters()
    {
        using TransferModel model = TransferModel.Create(Backbone.MobileNetV2, TwoClasses, device: "cpu");
        Assert.Equal(new ParameterCounts(2_223_872, 2_223_872, 34_112, 2_225_153), model.ParameterCounts);

        model.Freeze();
        Assert.Equal(new ParameterCounts(2_223_872, 0, 34_112, 1_281), model.ParameterCounts);

        model.UnfreezeFrom("features.12.conv.0.1");
        Assert.Equal(1_862_592, model.ParameterCounts.BackboneTrainable);

        model.UnfreezeFrom("features.12");
        Assert.Equal(1_917_888, model.ParameterCounts.BackboneTrainable);

        model.Unfreeze();
        Assert.Equal(2_223_872, model.ParameterCounts.BackboneTrainable);
    }

    [Fact]
    public void A_thousand_classes_make_it_torchvisions_whole_model()
    {
        using TransferModel model =
            TransferModel.Create(Backbone.MobileNetV2, [.. Enumerable.Range(0, 1000).Select(i => $"{i}")], device: "cpu");

        Assert.Equal(3_504_872, model.ParameterCounts.Trainable);
    }

    [Fact]
    public void Blocks_below_the_boundary_are_counted_as_frozen()
    {
        using TransferModel model = Small(TwoClasses);
        Assert.Equal(0, model.FrozenBlocks);

        model.Freeze();
        Assert.Equal(19, model.FrozenBlocks);

        model.UnfreezeFrom("features.12.conv.0.1");
        Assert.Equal(12, model.FrozenBlocks);
    }

    [Fact]
    public void State_dictionary_names_are_torchvisions()
    {
        using TransferModel model = Small(TwoClasses);
        string[] names = [.. model.state_dict().Keys];

        foreach (string name in new[]
        {
            "features.0.0.weight", "features.0.1.running_mean", "features.1.conv.0.0.weight", "features.1.conv.1.weight",
                "features.1.conv.2.bias",
            "features.2.conv.0.1.num_batches_tracked", "features.17.conv.3.running_var", "features.18.0.weight", "classifier.1.weight",
                "classifier.1.bias",
        })
        {
            Assert.Contains(name, names);
        }

        Assert.Equal(312 + 2, names.Length);
    }

    [Fact]
    public void Two_classes_share_a_logit_and_three_have_one_each()
    {
        using var scope = NewDisposeScope();
        using TransferModel two = Small(TwoClasses), three = Small(["a", "b", "c"]);
        Tensor images = zeros(2, 3, 64, 64);

        Assert.Equal([2, 1], two.call(images).shape);
        Assert.Equal([2, 3], three.call(images).shape);
        Assert.Equal([2, 1280], two.Features(images).shape);
    }

    [Fact]
    public void Initial_weights_depend_on_the_seed_alone_and_making_a_model_draws_nothing_from_torchs_generator()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        using TransferModel one = TransferModel.Create(Backbone.MobileNetV2 with { Width = 0.25 }, TwoClasses, seed: 5, device: "cpu");
        float afterwards = rand(1).item<float>();
        using TransferModel again = TransferModel.Create(Backbone.MobileNetV2 with { Width = 0.25 }, TwoClasses, seed: 5, device: "cpu");
        using TransferModel other = TransferModel.Create(Backbone.MobileNetV2 with { Width = 0.25 }, TwoClasses, seed: 6, device: "cpu");
        random.manual_seed(1);

        Assert.Equal(rand(1).item<float>(), afterwards);
        Assert.All(one.state_dict(), entry => Assert.True(AreEqual(entry.Value, again.state_dict()[entry.Key]), entry.Key));
        Assert.False(AreEqual(one.state_dict()["features.0.0.weight"], other.state_dict()["features.0.0.weight"]));
        Assert.False(AreEqual(one.state_dict()["classifier.1.weight"], other.state_dict()["classifier.1.weight"]));
    }

    [Fact]
    public void BatchNorm_of_a_pre_trained_network_stays_in_inference_mode_unless_told_otherwise_and_frozen_ones_always_do()
    {
        using var folder = new TemporaryFolder();
        string weights = folder.File("weights.safetensors");
        using TransferModel random = Small(TwoClasses);
        Safetensors.Write(weights, random.BackboneState());
        using TransferModel model = TransferModel.Create(random.Backbone, TwoClasses, weights, device: "cpu");

        Assert.Equal((true, false), (random.TrainsStatistics, model.TrainsStatistics));
        model.train();
        Assert.All(Norms(model), norm => Assert.False(norm.training));
        model.UnfreezeFrom("features.12.conv.0.1");
        Assert.All(Norms(model), norm => Assert.False(norm.training));

        model.TrainsStatistics = true;
        Assert.Contains(Norms(model), norm => norm.training);
        Assert.All(Norms(model), norm => Assert.Equal(norm.weight!.requires_grad, norm.training));
        Assert.All(Norms(random), norm => Assert.True(norm.training));
        random.Freeze();
        Assert.All(Norms(random), norm => Assert.False(norm.training));
        random.eval();
        Assert.All(random.modules(), module => Assert.False(module.training));
    }

    [Fact]
    public void Freezing_by_hand_is_noticed_when_the_mode_is_set()
    {
        using TransferModel model = Small(TwoClasses);
        foreach ((string name, Parameter parameter) in model.named_parameters())
        {
            parameter.requires_grad = name.StartsWith("classifier", StringComparison.Ordinal);
        }

        model.train();

        Assert.Equal(model.Blocks.Count, model.FrozenBlocks);
        Assert.All(Norms(model), norm => Assert.False(norm.training));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pixels_are_normalised_as_ImageNet_networks_expect_and_keep_their_strides(bool asFloat)
    {
        using var scope = NewDisposeScope();
        using TransferModel model = Small(TwoClasses);
        byte[] values = [0, 128, 255];
        Tensor images = tensor([.. values, .. values, .. values, .. values], [1, 2, 2, 3]).permute(0, 3, 1, 2);
        images = asFloat ? images.to(ScalarType.Float32) : images;

        Tensor normalised = model.Normalize(images);

        Assert.Equal((ScalarType.Float32, true), (normalised.dtype, images.stride().SequenceEqual(normalised.stride())));
        double[] mean = [0.485, 0.456, 0.406], deviation = [0.229, 0.224, 0.225];
        for (int c = 0; c < 3; c++)
        {
            Assert.Equal((values[c] / 255.0 - mean[c]) / deviation[c], normalised[0, c, 0, 0].item<float>(), 1e-5);
        }
    }

    [Fact]
    public void Bytes_are_normalised_by_the_model_itself_and_floats_are_taken_as_they_are()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using TransferModel model = Small(TwoClasses);
        model.eval();
        Tensor bytes = randint(0, 256, [2, 3, 64, 64], ScalarType.Byte);

        AssertSame(model.call(bytes), model.call(model.Normalize(bytes)));
        AssertSame(model.Features(bytes), model.Features(model.Normalize(bytes)));
    }

    [Fact]
    public void Running_the_frozen_part_and_then_the_rest_is_running_the_whole()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using TransferModel model = Small(TwoClasses);
        model.eval();
        Tensor images = randint(0, 256, [3, 3, 64, 64], ScalarType.Byte);
        foreach (string? from in new[] { "features.0", "features.12.conv.0.1", null })
        {
            model.Freeze();
            if (from is not null)
            {
                model.UnfreezeFrom(from);
            }

            Tensor whole = model.call(images);
            AssertSame(whole, model.RunFrom(model.FrozenBlocks, model.RunFrozen(images)));
            AssertSame(whole, model.RunFrom(6, model.RunTo(6, images)));
        }
    }

    [Fact]
    public void Nothing_is_left_behind_and_what_is_given_stays_the_callers()
    {
        using TransferModel model = Small(TwoClasses);
        model.eval();
        using Tensor bytes = randint(0, 256, [2, 3, 64, 64], ScalarType.Byte), normalised = model.Normalize(bytes);
        RunAll();
        long before = Tensor.TotalCount;
        for (int i = 0; i < 3; i++)
        {
            RunAll();
        }

        Assert.Equal(before, Tensor.TotalCount);
        Assert.Equal(2 * 3 * 64 * 64, bytes.NumberOfElements + normalised.NumberOfElements - (2 * 3 * 64 * 64));

        void RunAll()
        {
            foreach (Tensor input in new[] { bytes, normalised })
            {
                model.call(input).Dispose();
                model.Features(input).Dispose();
                using Tensor boundary = model.RunFrozen(input), maps = model.RunTo(4, input);
                model.RunFrom(model.FrozenBlocks, boundary).Dispose();
                model.RunFrom(4, maps).Dispose();
            }
        }
    }

    [Fact]
    public void A_model_whose_file_does_not_tell_its_dropout_has_the_usual_one()
    {
        using var folder = new TemporaryFolder();
        using TransferModel model = Small(TwoClasses);
        string path = folder.File("model.safetensors");
        model.Save(path);
        Dictionary<string, string> header = new(Safetensors.ReadMetadata(path));
        Assert.True(header.Remove("dropout"));
        Safetensors.Write(path, model.state_dict(), header);

        using TransferModel read = TransferModel.Load(path, "cpu");

        Assert.Equal(0.2, read.HeadDropout);
    }

    [Fact]
    public void A_copy_is_equal_and_goes_its_own_way()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using TransferModel model = Small(TwoClasses);
        model.UnfreezeFrom("features.12.conv.0.1");
        model.TrainsStatistics = false;
        model.eval();
        Tensor images = randint(0, 256, [2, 3, 64, 64], ScalarType.Byte), before = model.call(images);

        using TransferModel copy = model.Clone();

        Assert.Equal(
            (model.ParameterCounts, 12, false, false), (copy.ParameterCounts, copy.FrozenBlocks, copy.TrainsStatistics, copy.training));
        AssertSame(before, copy.call(images));
        copy.get_parameter("classifier.1.bias")!.add_(1);
        AssertSame(before, model.call(images));
        AssertSame(before + 1, copy.call(images));
    }

    [Fact]
    public void Every_block_says_what_shape_it_gives_and_the_mode_stays()
    {
        using TransferModel model = TransferModel.Create(Backbone.MobileNetV2, TwoClasses, device: "cpu");

        IReadOnlyList<long[]> shapes = model.ShapesOfBlocks(model.ImageSize, model.Device);

        Assert.Equal(19, shapes.Count);
        Assert.Equal([1, 32, 80, 80], shapes[0]);
        Assert.Equal([1, 1280, 5, 5], shapes[18]);
        Assert.True(model.training);
    }

    [Fact]
    public void Mistakes_are_told_in_a_sentence()
    {
        Assert.Contains("at least two classes", Message(() => Small(["cat"])), StringComparison.Ordinal);
        Assert.Contains("a name of its own", Message(() => Small(["cat", "cat"])), StringComparison.Ordinal);
        Assert.Contains("at least 75 px",
            Message(() => TransferModel.Create(Backbone.InceptionV3, TwoClasses, imageSize: 64, device: "cpu")), StringComparison.Ordinal);
        Assert.Contains("one width only", Message(
            () => TransferModel.Create(Backbone.ResNet18 with { Width = 0.5 }, TwoClasses, device: "cpu")), StringComparison.Ordinal);
        Assert.Contains("cannot be", Message(() => TransferModel.Create(
            Backbone.MobileNetV2, TwoClasses, dropout: 1, device: "cpu")), StringComparison.Ordinal);
        Assert.Contains("mobilenet_v2", Message(() => Backbone.Named("squeezenet")), StringComparison.Ordinal);
        using TransferModel model = Small(TwoClasses);
        Assert.Contains(
            "Its blocks are features.0, features.1, ", Message(() => model.UnfreezeFrom("features.12.conv.0.7")), StringComparison.Ordinal);
        Assert.Contains("features.99", Message(() => model.UnfreezeFrom("features.99")), StringComparison.Ordinal);
    }

    internal static TransferModel Small(string[] classes) =>
        TransferModel.Create(Backbone.MobileNetV2 with { Width = 0.25 }, classes, imageSize: 64, seed: 7, device: "cpu");

    internal static void AssertSame(Tensor expected, Tensor actual) =>
        Assert.Equal(expected.data<float>().ToArray(), actual.data<float>().ToArray());

    internal static bool AreEqual(Tensor one, Tensor other) => one.eq(other).all().item<bool>();

    private static IEnumerable<BatchNorm2d> Norms(TransferModel model) => model.modules().OfType<BatchNorm2d>();

    private static string Message(Func<object> mistake) => Assert.Throws<UserMistakeException>(mistake).Message;

    private static string Message(Action mistake) => Assert.Throws<UserMistakeException>(mistake).Message;
}
