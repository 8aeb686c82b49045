namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The rate times gamma at each milestone.</summary>
            public static LRScheduler MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1) =>
                new impl.MultiStepLR(optimizer, milestones, gamma);

            public static partial class impl
            {
                /// <summary>The rate times gamma at each milestone, once, also at one that is listed twice (PyTorch: as often as it is listed).</summary>
                public class MultiStepLR : LRScheduler
                {
                    readonly IList<int> milestones;
                    readonly double gamma;

                    public MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1)
                        : base(optimizer)
                    {
                        this.milestones = milestones;
                        this.gamma = gamma;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        Scaled(milestones.Contains(lastEpoch) ? gamma : 1);
                }
            }
        }
    }
}
