namespace TorchSharp;

public static partial class torch
{
    /// <summary>Settings of the libraries that the published package computes with. Kept here, and without effect.</summary>
    public static class backends
    {
        public static class cuda
        {
            public static class matmul
            {
                public static bool allow_tf32 { get; set; }
            }
        }

        public static class cudnn
        {
            public static bool allow_tf32 { get; set; } = true;
        }
    }
}
