namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The rate times a factor when a metric has not improved for more than <paramref name="patience"/> epochs.</summary>
            public static LRScheduler ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10,
                double threshold = 0.0001,
                string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1E-08) =>
                new impl.ReduceLROnPlateau(optimizer, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, eps);

            public static partial class impl
            {
                /// <summary>
                /// The rate times a factor when a metric has not improved for more than some epochs. Step it with the metric.
                /// </summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    readonly double factor;
                    readonly double threshold;
                    readonly double eps;
                    readonly int patience;
                    readonly int cooldown;
                    readonly bool wantsSmall;
                    readonly bool isRelative;
                    readonly double[] floors;
                    double best;
                    int badEpochs;
                    int cooling;

                    public ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10,
                        double threshold = 0.0001,
                        string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1E-08)
                        : base(optimizer)
                    {
                        if (factor >= 1)
                        {
                            throw new ArgumentException("Factor should be < 1.0.");
                        }

                        wantsSmall = mode == "min" || (mode == "max" ? false : throw new ArgumentException($"mode {mode} is unknown!"));
                        isRelative = threshold_mode == "rel" || (threshold_mode == "abs" ? false
                            : throw new ArgumentException($"threshold mode {threshold_mode} is unknown!"));
                        this.factor = factor;
                        this.patience = patience;
                        this.threshold = threshold;
                        this.cooldown = cooldown;
                        this.eps = eps;
                        floors = [.. groups.Select((_, i) => min_lr is null || min_lr.Count == 0 ? 0
                            : min_lr[Math.Min(i, min_lr.Count - 1)])];
                        best = wantsSmall ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    public override void step() =>
                        throw new InvalidOperationException("step() should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead.");

                    /// <summary>Takes the metric of the epoch that ended.</summary>
                    public override void step(double current, int? epoch = null)
                    {
                        lastEpoch++;
                        bool improved = IsBetter(current);
                        best = improved ? current : best;
                        badEpochs = improved ? 0 : badEpochs + 1;
                        if (cooling > 0)
                        {
                            cooling--;
                            badEpochs = 0;
                        }

                        if (badEpochs > patience)
                        {
                            Reduce();
                            cooling = cooldown;
                            badEpochs = 0;
                        }
                    }

                    bool IsBetter(double current) => (wantsSmall, isRelative) switch
                    {
                        (true, true) => current < best * (1 - threshold),
                        (true, false) => current < best - threshold,
                        (false, true) => current > best * (1 + threshold),
                        (false, false) => current > best + threshold,
                    };

                    void Reduce()
                    {
                        for (int i = 0; i < groups.Length; i++)
                        {
                            double rate = groups[i].LearningRate, lower = Math.Max(rate * factor, floors[i]);
                            if (rate - lower > eps)
                            {
                                groups[i].LearningRate = lower;
                            }
                        }
                    }
                }
            }
        }
    }
}
