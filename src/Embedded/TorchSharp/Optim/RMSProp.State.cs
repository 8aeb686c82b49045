using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class RMSProp
{
    /// <summary>What is remembered of one parameter.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        public Tensor? square_avg;

        public Tensor? grad_avg;

        public Tensor? momentum_buffer;

        public long step;

        public State(Parameter parameter)
            : base(parameter)
        {
        }

        public override void Initialize(OptimizerOptions options)
        {
            var own = (Options)options;
            square_avg = Zeros();
            grad_avg = own.centered == true ? Zeros() : null;
            momentum_buffer = own.momentum > 0 ? Zeros() : null;
            step = 0;
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var from = (State)source;
            Load(ref square_avg, from.square_avg);
            Load(ref grad_avg, from.grad_avg);
            Load(ref momentum_buffer, from.momentum_buffer);
            step = from.step;
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            Write(writer, square_avg);
            Write(writer, grad_avg);
            Write(writer, momentum_buffer);
            writer.Write(step);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            Read(reader, ref square_avg);
            Read(reader, ref grad_avg);
            Read(reader, ref momentum_buffer);
            step = reader.ReadInt64();
        }

        public void Dispose()
        {
            square_avg?.Dispose();
            grad_avg?.Dispose();
            momentum_buffer?.Dispose();
        }
    }
}
