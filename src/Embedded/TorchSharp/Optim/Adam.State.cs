using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class Adam
{
    /// <summary>What is remembered of one parameter.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        public Tensor? exp_avg;

        public Tensor? exp_avg_sq;

        public Tensor? max_exp_avg_sq;

        public long step;

        public State(Parameter parameter)
            : base(parameter)
        {
        }

        public override void Initialize(OptimizerOptions options)
        {
            exp_avg = Zeros();
            exp_avg_sq = Zeros();
            max_exp_avg_sq = ((Options)options).amsgrad == true ? Zeros() : null;
            step = 0;
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var from = (State)source;
            Load(ref exp_avg, from.exp_avg);
            Load(ref exp_avg_sq, from.exp_avg_sq);
            Load(ref max_exp_avg_sq, from.max_exp_avg_sq);
            step = from.step;
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            Write(writer, exp_avg);
            Write(writer, exp_avg_sq);
            Write(writer, max_exp_avg_sq);
            writer.Write(step);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            Read(reader, ref exp_avg);
            Read(reader, ref exp_avg_sq);
            Read(reader, ref max_exp_avg_sq);
            step = reader.ReadInt64();
        }

        public void Dispose()
        {
            exp_avg?.Dispose();
            exp_avg_sq?.Dispose();
            max_exp_avg_sq?.Dispose();
        }
    }
}
