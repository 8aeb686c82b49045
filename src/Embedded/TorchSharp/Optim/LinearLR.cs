namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The rate times a factor that goes from start to end in the first epochs: a warm-up.</summary>
            public static LRScheduler LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1,
                int total_iters = 5) => new impl.LinearLR(optimizer, start_factor, end_factor, total_iters);

            public static partial class impl
            {
                /// <summary>The rate times a factor that goes from start to end in the first epochs: a warm-up.</summary>
                public class LinearLR : LRScheduler
                {
                    readonly double start_factor;
                    readonly double end_factor;
                    readonly int total_iters;

                    public LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1, int total_iters = 5)
                        : base(optimizer)
                    {
                        this.start_factor = start_factor;
                        this.end_factor = end_factor;
                        this.total_iters = total_iters;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        lastEpoch == 0 ? Scaled(start_factor)
                        : lastEpoch > total_iters ? Scaled(1)
                        : Scaled(1 + ((end_factor - start_factor) / ((total_iters * start_factor) + ((lastEpoch - 1) * (end_factor - start_factor)))));
                }
            }
        }
    }
}
