using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class SGD
{
    /// <summary>What is remembered of one parameter.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        public Tensor? momentum_buffer;

        internal Tensor NewBuffer() => Zeros();

        public State(Parameter parameter)
            : base(parameter)
        {
        }

        public override void Initialize(OptimizerOptions options)
        {
            momentum_buffer = null;
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var from = (State)source;
            momentum_buffer?.Dispose();
            momentum_buffer = from.momentum_buffer!.clone().DetachFromDisposeScope();   // without momentum there is none, and the package fails just so
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            Write(writer, momentum_buffer);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            Read(reader, ref momentum_buffer);
        }

        public void Dispose()
        {
            momentum_buffer?.Dispose();
        }
    }
}
