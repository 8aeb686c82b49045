using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Data;

public sealed class ExamplesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Batches_bring_every_image_once_as_bytes_in_order()
    {
        using Examples examples = MadeUpPictures.TwoClasses(folder, 5).All.Load(imageSize: 32);
        var labels = new List<long>();
        var sizes = new List<long>();
        foreach (Batch batch in examples.Batches(batchSize: 4))
        {
            Assert.Equal(ScalarType.Byte, batch.Inputs.dtype);
            Assert.Equal([3, 32, 32], batch.Inputs.shape[1..]);
            long[] strides = [3072, 1, 96, 3];   // channels last, without a copy
            Assert.Equal(strides, batch.Inputs.stride());
            labels.AddRange(batch.Labels.data<long>());
            sizes.Add(batch.Inputs.shape[0]);
        }

        Assert.Equal([4, 4, 2], sizes);
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], labels);
        Assert.Equal([3, 32, 32], examples.Shape);
        Assert.Equal("10 examples of 3×32×32", examples.ToString());
    }

    [Fact]
    public void Rows_of_a_part_are_the_pixels_of_its_files()
    {
        using Examples examples = MadeUpPictures.TwoClasses(folder, 20).Split(seed: 3).Validation.Load(imageSize: 32);
        using Tensor inputs = examples.Inputs;

        Assert.Equal(4, examples.Count);
        for (int row = 0; row < 4; row++)
        {
            using Tensor expected = ImageDecoder.Load(examples.Files[row].Path, 32);
            using Tensor actual = inputs.narrow(0, row, 1);
            Assert.Equal(expected.contiguous().data<byte>().ToArray(), actual.contiguous().data<byte>().ToArray());
            Assert.Equal(examples.Files[row].Label, examples.Labels[row].item<long>());
        }
    }

    [Fact]
    public void The_order_depends_on_the_seed_alone_and_labels_follow_their_images()
    {
        using Examples examples = MadeUpPictures.TwoClasses(folder, 12).All.Load(imageSize: 16);
        int[] Order(int seed)
        {
            var order = new List<int>();
            using Tensor all = examples.Inputs;
            foreach (Batch batch in examples.Batches(5, seed))
            {
                for (long i = 0; i < batch.Inputs.shape[0]; i++)
                {
                    using Tensor same = all.eq(batch.Inputs.narrow(0, i, 1)).flatten(1).all(1);
                    int row = Array.IndexOf([.. same.data<bool>()], true);
                    Assert.Equal(examples.Files[row].Label, batch.Labels[i].item<long>());
                    order.Add(row);
                }
            }

            return [.. order];
        }

        Assert.Equal(Enumerable.Range(0, 24), Order(3).Order());
        Assert.Equal(Order(3), Order(3));
        Assert.NotEqual(Order(3), Order(4));
    }

    [Fact]
    public void A_batch_is_disposed_when_the_next_is_asked_for_and_at_the_end_also_after_a_break()
    {
        using Examples examples = MadeUpPictures.TwoClasses(folder, 6).All.Load(imageSize: 16);
        long before = Tensor.TotalCount;
        Tensor? last = null;
        foreach (Batch batch in examples.Batches(batchSize: 4, shuffleSeed: 1))
        {
            Assert.True(last is null || last.IsInvalid);
            last = batch.Inputs;
        }

        Assert.True(last!.IsInvalid);
        foreach (Batch batch in examples.Batches(batchSize: 4))
        {
            last = batch.Labels;
            break;
        }

        Assert.True(last.IsInvalid);
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Finalisers_wait_while_a_batch_is_in_use_and_run_between_batches()
    {
        using Examples examples = MadeUpPictures.TwoClasses(folder, 6).All.Load(imageSize: 16);
        foreach (Batch batch in examples.Batches(batchSize: 4))
        {
            Finalised.Count = 0;
            Finalised.MakeSome();
            GC.Collect();
            Thread.Sleep(50);
            Assert.Equal(0, Finalised.Count);
        }

        GC.WaitForPendingFinalizers();
        Assert.True(Finalised.Count > 0);
    }

    [Fact]
    public void Features_are_examples_too()
    {
        using var scope = NewDisposeScope();
        ImageFile[] files = [.. Enumerable.Range(0, 7).Select(i => new ImageFile($"{i}.jpg", i % 2))];
        Tensor features = rand(7, 5), maps = rand(7, 5, 2, 2), labels = tensor(files.Select(file => (long)file.Label).ToArray());
        using var flat = new Examples(features, labels, files);
        using var square = new Examples(maps, labels, files);

        Assert.Equal([5], flat.Shape);
        Assert.Equal([5, 2, 2], square.Shape);
        Assert.True(cat([.. flat.Batches(3).Select(batch => batch.Inputs.clone())]).equal(features).all().item<bool>());
        Assert.True(cat([.. square.Batches(3).Select(batch => batch.Inputs.clone())]).equal(maps).all().item<bool>());
        Assert.True(square.Inputs.equal(maps).all().item<bool>());
        using Examples there = square.To(CPU);
        Assert.True(there.Inputs.equal(maps).all().item<bool>());
        Assert.Throws<ArgumentException>(() => new Examples(features, labels, files[..3]));
    }

    [Fact]
    public void A_file_that_cannot_be_decoded_any_more_is_left_out_and_named()
    {
        ImageFolder images = MadeUpPictures.TwoClasses(folder, 4);
        File.Delete(folder.File("dark", "002.png"));

        using Examples examples = images.All.Load(32);

        LeftOutFile left = Assert.Single(examples.LeftOut);
        Assert.Equal(folder.File("dark", "002.png"), left.Path);
        Assert.Contains("not found", left.Reason);
        Assert.Equal(7, examples.Count);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1], examples.Labels.data<long>().ToArray());
        Assert.Equal(7, examples.Batches(3).Sum(batch => batch.Labels.shape[0]));
    }

    private sealed class Finalised
    {
        public static volatile int Count;

        ~Finalised() => Count++;

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        public static void MakeSome()
        {
            for (int i = 0; i < 100; i++)
            {
                _ = new Finalised();
            }
        }
    }
}
