namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Something whose momentum a schedule may change.</summary>
        public interface IMomentum
        {
            double Momentum { get; set; }
        }
    }
}
