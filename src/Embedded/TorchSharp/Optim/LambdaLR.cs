namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The initial rate times a function of the epoch.</summary>
            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda) => new impl.LambdaLR(optimizer, lr_lambda);

            public static partial class impl
            {
                /// <summary>The initial rate times a function of the epoch.</summary>
                public class LambdaLR : LRScheduler
                {
                    readonly Func<int, double> lr_lambda;

                    public LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda)
                        : base(optimizer)
                    {
                        this.lr_lambda = lr_lambda;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        baseRates.Select(rate => rate * lr_lambda(lastEpoch));
                }
            }
        }
    }
}
