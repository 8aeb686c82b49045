namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The rate times a factor for the first epochs.</summary>
            public static LRScheduler ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5) =>
                new impl.ConstantLR(optimizer, factor, total_iters);

            public static partial class impl
            {
                /// <summary>The rate times a factor for the first epochs.</summary>
                public class ConstantLR : LRScheduler
                {
                    readonly double factor;
                    readonly int total_iters;

                    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5)
                        : base(optimizer)
                    {
                        this.factor = factor;
                        this.total_iters = total_iters;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        Scaled(lastEpoch == 0 ? factor : lastEpoch == total_iters ? 1 / factor : 1);
                }
            }
        }
    }
}
