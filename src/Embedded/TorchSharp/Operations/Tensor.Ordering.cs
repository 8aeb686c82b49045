namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The k greatest (or least) elements along a dimension, best first, and where they stand.</summary>
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true)
        {
            int at = Strides.Wrap(dim, Rank);
            return k >= 0 && k <= (Rank == 0 ? 1 : sizes[at])
                ? First(k, at, largest)
                : throw Failure.Torch("selected index k out of range");
        }

        /// <summary>The elements of a dimension in order, and where they stood.</summary>
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false)
        {
            int at = Strides.Wrap(dim, Rank);
            return First(Rank == 0 ? 1 : sizes[at], at, descending);
        }

        /// <summary>Where the elements of a dimension stand, in order.</summary>
        public Tensor argsort(long dim = -1, bool descending = false)
        {
            var (values, indices) = sort(dim, descending);
            values.Dispose();
            return indices;
        }

        /// <summary>Running sums along a dimension.</summary>
        public Tensor cumsum(long dim, ScalarType? type = null)
        {
            int at = Strides.Wrap(dim, Rank);
            var result = Lines.RunningSum(this, at, type ?? (dtype.IsFloatingPoint() ? dtype : ScalarType.Int64));
            return Autograd.IsRecording(this)
                ? Autograd.Record("CumsumBackward0", result, [this], [], (g, _) => [g.flip(at).cumsum(at).flip(at)])
                : result;
        }

        /// <summary>The places of the elements that are not zero, one row for each.</summary>
        public Tensor nonzero()
        {
            bool[] holds;
            using (var truth = ne(0))
            {
                holds = truth.data<bool>().ToArray();
            }
            var rows = new List<long>();
            for (long i = 0; i < holds.Length; i++)
            {
                if (holds[i])
                {
                    long rest = i;
                    var row = new long[Rank];
                    for (int d = Rank - 1; d >= 0; d--)
                    {
                        row[d] = rest % sizes[d];
                        rest /= sizes[d];
                    }
                    rows.AddRange(row);
                }
            }
            return tensor(rows, [Rank == 0 ? holds.Count(b => b) : rows.Count / Rank, Rank]);
        }

        (Tensor, Tensor) First(long k, int dimension, bool isDescending)
        {
            Tensor indices;
            using (DisposeScopeManager.NewScope(isPrivate: true))
            {
                using var off = no_grad();
                var lines = (Rank == 0 ? unsqueeze(0) : transpose(dimension, -1)).AsLayout(Layout.Contiguous).Track();
                long[] order = Lines.Order(lines, isDescending);
                var places = tensor(order, lines.Sizes).narrow(-1, 0, k);
                indices = Rank == 0 ? places.squeeze(0).clone() : places.transpose(dimension, -1).clone();
                indices = indices.contiguous();
                indices.DetachFromDisposeScope();
            }
            indices.Track();
            return (Rank == 0 ? clone() : gather(dimension, indices), indices);
        }
    }
}
