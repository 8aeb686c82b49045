namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>
            /// Half a cosine from the initial rate down to eta_min in T_max epochs, and up again (Loshchilov and Hutter 2017).
            /// </summary>
            public static LRScheduler CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0) =>
                new impl.CosineAnnealingLR(optimizer, T_max, eta_min);

            public static partial class impl
            {
                /// <summary>
                /// Half a cosine from the initial rate down to eta_min in T_max epochs, and up again (Loshchilov and Hutter 2017).
                /// </summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    readonly double period;
                    readonly double floor;

                    public CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0)
                        : base(optimizer)
                    {
                        period = T_max;
                        floor = eta_min;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => groups.Select((group, i) =>
                        lastEpoch == 0 ? group.LearningRate
                        : (lastEpoch - 1 - period) % (2 * period) == 0
                            ? group.LearningRate + ((baseRates[i] - floor) * (1 - Math.Cos(Math.PI / period)) / 2)
                            : (Height(lastEpoch) / Height(lastEpoch - 1) * (group.LearningRate - floor)) + floor);

                    double Height(int epoch) => 1 + Math.Cos(Math.PI * epoch / period);
                }
            }
        }
    }
}
