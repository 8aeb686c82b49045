using System.Runtime;

namespace TransferLearning.Tests.Training;

public sealed class UncollectedTests
{
    [Fact]
    public void No_garbage_is_collected_while_the_work_runs_although_another_thread_allocates()
    {
        GCLatencyMode before = GCSettings.LatencyMode, within = before;
        int collections = -1;

        Uncollected.Run(() =>
        {
            within = GCSettings.LatencyMode;
            int atFirst = GC.CollectionCount(0);
            Task.Run(() => Allocate(kilobytes: 4000)).Wait();
            collections = GC.CollectionCount(0) - atFirst;
        });

        Assert.Equal(GCLatencyMode.NoGCRegion, within);
        Assert.Equal(0, collections);
        Assert.Equal(before, GCSettings.LatencyMode);
    }

    [Fact]
    public void Work_that_allocates_too_much_is_finished_with_the_collector()
    {
        GCLatencyMode before = GCSettings.LatencyMode;
        int collections = 0;

        Uncollected.Run(() =>
        {
            int atFirst = GC.CollectionCount(0);
            Allocate(kilobytes: 500_000);
            collections = GC.CollectionCount(0) - atFirst;
        });

        Assert.True(collections > 0);
        Assert.Equal(before, GCSettings.LatencyMode);
    }

    [Fact]
    public void Garbage_between_many_such_works_does_not_pile_up()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);

        for (int i = 0; i < 300; i++)
        {
            Allocate(kilobytes: 1000);
            Uncollected.Run(() => { });
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: false) - before, long.MinValue, 60_000_000);
    }

    [Fact]
    public void Work_inside_such_work_leaves_the_state_to_the_outer()
    {
        GCLatencyMode afterInner = default;

        Uncollected.Run(() =>
        {
            Uncollected.Run(() => { });
            afterInner = GCSettings.LatencyMode;
        });

        Assert.Equal(GCLatencyMode.NoGCRegion, afterInner);
        Assert.NotEqual(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
    }

    [Fact]
    public void The_works_own_exception_comes_through_and_ends_the_state()
    {
        Assert.Throws<InvalidDataException>(() => Uncollected.Run(() => throw new InvalidDataException()));

        Assert.NotEqual(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
    }

    private static void Allocate(int kilobytes)
    {
        for (int i = 0; i < kilobytes; i++)
        {
            GC.KeepAlive(new byte[1000]);
        }
    }
}
