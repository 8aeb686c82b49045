namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Something whose averaging factors a schedule may change.</summary>
        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }
    }
}
