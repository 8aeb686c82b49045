namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>
            /// The rate rises to max_lr and falls far below its start, once over the whole training, while momentum does the opposite
            /// (Smith and Topin 2018). Step it once a batch.
            /// </summary>
            public static LRScheduler OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1,
                int steps_per_epoch = -1, double pct_start = 0.3,
                impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true,
                    double base_momentum = 0.85,
                double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 10000, bool three_phase = false) =>
                new impl.OneCycleLR(optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum,
                    base_momentum, max_momentum,
                    div_factor, final_div_factor, three_phase);

            public static partial class impl
            {
                /// <summary>
                /// The rate rises to max_lr and falls far below its start, once over the whole training, while momentum does the opposite
                /// (Smith and Topin 2018).
                /// </summary>
                public class OneCycleLR : LRScheduler
                {
                    readonly Phase[] phases;
                    readonly int totalSteps;
                    readonly AnnealStrategy strategy;
                    readonly bool cyclesMomentum;

                    public OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                        double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85,
                            double max_momentum = 0.95,
                        double div_factor = 25, double final_div_factor = 10000, bool three_phase = false)
                        : base(optimizer)
                    {
                        totalSteps = total_steps > 0 ? total_steps
                            : epochs > 0 && steps_per_epoch > 0 ? epochs * steps_per_epoch
                            : throw new ArgumentException("You must define either total_steps OR (epochs AND steps_per_epoch)");
                        strategy = anneal_strategy;
                        cyclesMomentum = cycle_momentum;
                        double start = max_lr / div_factor, end = start / final_div_factor, peak = (pct_start * totalSteps) - 1;
                        phases = three_phase
                            ? [new Phase(peak, start, max_lr, max_momentum, base_momentum),
                                new Phase((2 * peak), max_lr, start, base_momentum, max_momentum),
                               new Phase(totalSteps - 1, start, end, max_momentum, max_momentum)]
                            : [new Phase(peak, start, max_lr, max_momentum, base_momentum),
                                new Phase(totalSteps - 1, max_lr, end, base_momentum, max_momentum)];
                        foreach (ILearningRateController group in groups)
                        {
                            group.InitialLearningRate = start;
                        }

                        step();
                    }

                    /// <summary>The shape between two rates.</summary>
                    public enum AnnealStrategy
                    {
                        Cos = 0,
                        Linear = 1,
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (lastEpoch > totalSteps)
                        {
                            throw new InvalidOperationException($"Tried to step {lastEpoch + 1} times. The specified number of total steps is {totalSteps}");
                        }

                        int current = Math.Min(Array.FindIndex(phases, phase => lastEpoch <= phase.End) is var found and >= 0 ? found
                            : phases.Length, phases.Length - 1);
                        Phase now = phases[current];
                        double from = current == 0 ? 0 : phases[current - 1].End, part = (lastEpoch - from) / (now.End - from);
                        if (cyclesMomentum)
                        {
                            SetMomentum(Between(now.StartMomentum, now.EndMomentum, part));
                        }

                        return groups.Select(_ => Between(now.StartRate, now.EndRate, part));
                    }

                    void SetMomentum(double momentum)
                    {
                        foreach (ILearningRateController group in groups)
                        {
                            switch (group)
                            {
                                case IMomentum withMomentum:
                                    withMomentum.Momentum = momentum;
                                    break;
                                case IBetas withBetas:
                                    withBetas.Betas = (momentum, withBetas.Betas.Item2);
                                    break;
                            }
                        }
                    }

                    double Between(double start, double end, double part) => strategy == AnnealStrategy.Linear
                        ? start + ((end - start) * part)
                        : end + ((start - end) / 2 * (1 + Math.Cos(Math.PI * part)));

                    /// <summary>Rate and momentum from one end to the other, until a step.</summary>
                    sealed record Phase(double End, double StartRate, double EndRate, double StartMomentum, double EndMomentum);
                }
            }
        }
    }
}
