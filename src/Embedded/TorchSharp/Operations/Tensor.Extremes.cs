namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor max() => WholeExtreme(Reduction.Kind.Maximum, "MaxBackward1");

        public Tensor min() => WholeExtreme(Reduction.Kind.Minimum, "MinBackward1");

        /// <summary>The greatest elements along a dimension and where they stand, the first where there are several.</summary>
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => ExtremeAlong(dim, keepdim, true);

        /// <summary>The least elements along a dimension and where they stand, the first where there are several.</summary>
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => ExtremeAlong(dim, keepdim, false);

        /// <summary>Where the greatest element stands, counted through all elements.</summary>
        public Tensor argmax() => WholeIndex(true);

        public Tensor argmax(long dim, bool keepdim = false) => Lines.ArgExtreme(this, Strides.Wrap(dim, Rank), keepdim, true);

        public Tensor argmin() => WholeIndex(false);

        public Tensor argmin(long dim, bool keepdim = false) => Lines.ArgExtreme(this, Strides.Wrap(dim, Rank), keepdim, false);

        public Tensor amax(params long[] dims) => AmongAll(Reduction.Kind.Maximum, dims, false);

        public Tensor amax(long[] dims, bool keepdim = false) => AmongAll(Reduction.Kind.Maximum, dims, keepdim);

        public Tensor amin(params long[] dims) => AmongAll(Reduction.Kind.Minimum, dims, false);

        public Tensor amin(long[] dims, bool keepdim = false) => AmongAll(Reduction.Kind.Minimum, dims, keepdim);

        Tensor WholeExtreme(Reduction.Kind kind, string name)
        {
            var result = Reduction.Run(kind, this, ReductionShape.Marked(Rank, []), false);
            return Autograd.IsRecording(this) ? Autograd.Record(name, result, [this], [this, result], ShareAmongEqual) : result;
        }

        Tensor AmongAll(Reduction.Kind kind, long[] dimensions, bool keepDimensions)
        {
            var marked = ReductionShape.Marked(Rank, dimensions);
            var result = Reduction.Run(kind, this, marked, keepDimensions);
            if (!Autograd.IsRecording(this))
            {
                return result;
            }
            long[] kept = [.. sizes.Select((size, i) => marked[i] ? 1 : size)];
            return Autograd.Record("AmaxBackward0", result, [this], [this, result], (g, saved) =>
            {
                var wins = saved[0].eq(saved[1].reshape(kept)).to_type(g.dtype);
                var counts = Reduction.Run(Reduction.Kind.Sum, wins, marked, true);
                return [wins.mul_(g.reshape(kept)).div_(counts)];
            });
        }

        static Tensor?[] ShareAmongEqual(Tensor g, Tensor[] saved)
        {
            var wins = saved[0].eq(saved[1]).to_type(g.dtype);
            var count = wins.sum();
            return [wins.mul_(g).div_(count)];
        }

        (Tensor, Tensor) ExtremeAlong(long dim, bool keepDimension, bool isMaximum)
        {
            int at = Strides.Wrap(dim, Rank);
            var indices = Lines.ArgExtreme(this, at, true, isMaximum);
            Tensor values;
            if (Rank == 0)
            {
                values = clone();
            }
            else
            {
                var gathered = gather(at, indices);
                values = keepDimension ? gathered : gathered.squeeze(at);
                if (!keepDimension)
                {
                    gathered.Dispose();
                }
            }
            if (keepDimension || Rank == 0)
            {
                return (values, indices);
            }
            var flat = indices.squeeze(at);
            indices.Dispose();
            return (values, flat);
        }

        Tensor WholeIndex(bool isMaximum)
        {
            using var flat = AsLayout(Layout.Contiguous);
            using var line = flat.AsStridedAlone([numel()], [1]);
            return Lines.ArgExtreme(line, 0, false, isMaximum);
        }
    }
}
