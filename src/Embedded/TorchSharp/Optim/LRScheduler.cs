namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Schedules of learning rates; step them once an epoch (OneCycleLR: once a batch).</summary>
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rate of every group anew at each step.</summary>
            public abstract class LRScheduler
            {
                private protected readonly ILearningRateController[] groups;
                private protected readonly double[] baseRates;
                private protected int lastEpoch = -1;
                protected int _step_count;

                protected LRScheduler(Optimizer optimizer)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    groups = [.. optimizer.ParamGroups];
                    foreach (ILearningRateController group in groups)
                    {
                        group.InitialLearningRate = group.LearningRate;
                    }

                    baseRates = [.. groups.Select(g => g.InitialLearningRate)];
                }

                /// <summary>The rates now in force, one a group.</summary>
                public IEnumerable<double> get_last_lr() => groups.Select(g => g.LearningRate);

                /// <summary>Moves on by one epoch.</summary>
                public virtual void step()
                {
                    _step_count++;
                    lastEpoch++;
                    double[] rates = [.. get_lr()];
                    for (int i = 0; i < groups.Length; i++)
                    {
                        groups[i].LearningRate = rates[i];
                    }
                }

                /// <summary>Moves on by one epoch; only a schedule that watches a metric looks at it.</summary>
                public virtual void step(double current, int? epoch = null) => step();

                /// <summary>The rates of the epoch that begins.</summary>
                protected virtual IEnumerable<double> get_lr() => get_last_lr();

                /// <summary>The rates now in force, each times a factor.</summary>
                private protected IEnumerable<double> Scaled(double factor) => groups.Select(g => g.LearningRate * factor);
            }
        }
    }
}
