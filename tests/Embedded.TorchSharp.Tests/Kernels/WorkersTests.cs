using TorchSharp.Kernels;

namespace Embedded.TorchSharp.Tests.Kernels;

public class WorkersTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Every_index_is_visited_once(int length)
    {
        var visits = new int[length];
        Workers.For(length, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                Interlocked.Increment(ref visits[i]);
            }
        });
        Assert.All(visits, count => Assert.Equal(1, count));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 4)]
    [InlineData(7, 2)]
    [InlineData(1000, 3)]
    public void Every_index_is_visited_once_when_workers_take_what_is_next(int length, int smallest)
    {
        var visits = new int[length];
        Workers.Each(length, smallest, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                Interlocked.Increment(ref visits[i]);
            }
        });
        Assert.All(visits, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Shares_shrink_to_the_smallest_and_are_the_same_in_every_run()
    {
        (int Start, int End)[] shares = Shares();

        Assert.Equal(Enumerable.Range(0, 20).Select(_ => shares), Enumerable.Range(0, 20).Select(_ => Shares()));
        int[] sizes = [.. shares.Select(share => share.End - share.Start)];
        Assert.Equal(sizes.OrderDescending(), sizes);
        Assert.Equal(1000 / (2 * Workers.Count), sizes[0]);
        Assert.Equal(3, sizes[^2]);

        static (int, int)[] Shares()
        {
            var taken = new System.Collections.Concurrent.ConcurrentBag<(int, int)>();
            Workers.Each(1000, 3, (start, end) => taken.Add((start, end)));
            return [.. taken.Order()];
        }
    }

    [Fact]
    public void A_small_range_stays_with_the_caller()
    {
        int caller = Environment.CurrentManagedThreadId, ran = 0;
        Workers.For(9, (start, end) => ran = (start, end) == (0, 9) ? Environment.CurrentManagedThreadId : -1, minimumPerWorker: 5);
        Assert.Equal(caller, ran);
    }

    [Fact]
    public void An_exception_reaches_the_caller_and_the_workers_go_on()
    {
        Assert.Throws<InvalidOperationException>(() => Workers.For(100, (start, end) => throw new InvalidOperationException("part")));
        int sum = 0;
        Workers.For(100, (start, end) => Interlocked.Add(ref sum, end - start));
        Assert.Equal(100, sum);
    }

    [Fact]
    public void A_call_inside_a_part_runs_there()
    {
        int sum = 0;
        Workers.For(10, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                Workers.For(10, (from, to) => Interlocked.Add(ref sum, to - from));
            }
        });
        Assert.Equal(100, sum);
    }

    [Fact]
    public async Task Several_threads_may_call_at_once()
    {
        int sum = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                Workers.For(50, (start, end) => Interlocked.Add(ref sum, end - start));
            }
        })));
        Assert.Equal(8 * 100 * 50, sum);
    }
}
