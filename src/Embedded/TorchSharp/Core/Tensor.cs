using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>An n-dimensional array of one element type that remembers how it came about, for <see cref="backward()"/>.</summary>
    public partial class Tensor : IDisposable
    {
        static long totalCount;
        static long peakCount;

        long[] sizes;
        long[] strides;
        long offset;
        Storage? storage;

        /// <summary>A handle that nobody else knows: no scope, no statistics. <see cref="Track"/> makes it a public one.</summary>
        internal Tensor(Storage storage, ScalarType type, long[] sizes, long[] strides, long offset)
        {
            this.storage = storage;
            this.sizes = sizes;
            this.strides = strides;
            this.offset = offset;
            dtype = type;
            (IsRowMajor, IsChannelsLast) = Strides.Density(sizes, strides);
            GC.SuppressFinalize(this);
        }

        /// <summary>Takes a tensor's place: storage, scope and gradient go over, and the source is an empty handle from then on.</summary>
        internal Tensor(Tensor source)
        {
            storage = source.Memory;
            sizes = source.sizes;
            strides = source.strides;
            offset = source.offset;
            dtype = source.dtype;
            IsRowMajor = source.IsRowMajor;
            IsChannelsLast = source.IsChannelsLast;
            IsPermuted = source.IsPermuted;
            requiresGradient = source.requiresGradient;
            gradient = source.gradient;
            IsTracked = source.IsTracked;
            OwningScope = source.OwningScope;
            OwningScope?.Forget(source);
            OwningScope?.Add(this);
            source.DropHistory();
            source.storage = null;
            source.gradient = null;
            source.OwningScope = null;
            GC.SuppressFinalize(source);
        }

        ~Tensor() => Dispose(false);

        /// <summary>Handles that are alive.</summary>
        public static long TotalCount => Interlocked.Read(ref totalCount);

        /// <summary>The most handles that were alive at once.</summary>
        public static long PeakCount => Interlocked.Read(ref peakCount);

        public ScalarType dtype { get; private set; }

        public Device device => CPU;

        public DeviceType device_type => DeviceType.CPU;

        public int device_index => -1;

        /// <summary>True after <see cref="Dispose()"/>.</summary>
        public bool IsInvalid => storage is null;

        /// <summary>Dense in logical order.</summary>
        internal bool IsRowMajor { get; private set; }

        /// <summary>Four-dimensional and dense with the channels last; a tensor with one channel or one pixel counts as both.</summary>
        internal bool IsChannelsLast { get; private set; }

        internal DisposeScope? OwningScope { get; set; }

        internal ReadOnlySpan<long> Sizes => sizes;

        internal ReadOnlySpan<long> Steps => strides;

        internal int Rank => sizes.Length;

        internal Storage Memory => storage ?? throw new InvalidOperationException("Tensor invalid -- empty handle.");

        /// <summary>The address of the first element, whatever its type.</summary>
        internal unsafe byte* Address => Memory.Pointer + (offset * dtype.Size());

        /// <summary>The first element of a float32 tensor; the rest lies at <see cref="Steps"/>.</summary>
        internal unsafe float* Floats => dtype == ScalarType.Float32
            ? (float*)Memory.Pointer + offset
            : throw Failure.Torch($"expected scalar type Float but found {dtype.TorchName()}");

        bool IsTracked { get; set; }

        /// <summary>An uninitialised tensor in the care of the current dispose scope.</summary>
        internal static Tensor Empty(ReadOnlySpan<long> shape, ScalarType type = ScalarType.Float32, Layout layout = Layout.Contiguous)
        {
            long[] sizes = shape.ToArray();
            return Dense(sizes, layout == Layout.ChannelsLast && sizes.Length == 4 ? Strides.ChannelsLast(sizes) : Strides.RowMajor(sizes),
                type).Track();
        }

        /// <summary>An uninitialised tensor with the strides given, known to nobody.</summary>
        internal static Tensor Dense(long[] sizes, long[] strides, ScalarType type)
        {
            long count = Strides.Count(sizes);
            return new Tensor(new Storage(count * type.Size()), type, sizes, strides, 0);
        }

        /// <summary>Another view of the same storage, in the care of the current dispose scope; no history.</summary>
        internal Tensor View(long[] sizes, long[] strides, long offset) =>
            new Tensor(Memory.AddReference(), dtype, sizes, strides, offset) { IsView = true, IsPermuted = IsPermuted }.Track();

        /// <summary>Another handle on the same storage, without history, and known to nobody.</summary>
        internal Tensor Alias() => new(Memory.AddReference(), dtype, sizes, strides, offset);

        /// <summary>
        /// Gives the handle to the current dispose scope and counts it; inside the engine's own scopes nothing is counted.
        /// </summary>
        internal Tensor Track()
        {
            OwningScope = DisposeScopeManager.Register(this);
            if (OwningScope is not { IsPrivate: true })
            {
                IsTracked = true;
                long count = Interlocked.Increment(ref totalCount);
                if (count > Interlocked.Read(ref peakCount))
                {
                    Interlocked.Exchange(ref peakCount, count);
                }
                GC.ReRegisterForFinalize(this);
            }
            return this;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Lets go of the storage, the history and the gradient.</summary>
        protected virtual void Dispose(bool disposing)
        {
            var memory = Interlocked.Exchange(ref storage, null);
            if (memory is null)
            {
                return;
            }
            if (IsTracked)
            {
                Interlocked.Decrement(ref totalCount);
            }
            if (!disposing)
            {
                // The storage, the graph and the gradient of a forgotten handle have finalizers of their own where they need one.
                memory.Release();
                return;
            }
            if (OwningScope is { } scope)
            {
                scope.MarkAsDisposed(this);
            }
            else if (IsTracked)
            {
                DisposeScopeManager.DisposedOutsideScope(this);
            }
            memory.Release();
            DropHistory();
            gradient?.Dispose();
            gradient = null;
        }

        /// <summary>Takes the tensor out of every scope's care.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningScope?.Detach(this);
            return this;
        }

        /// <summary>Hands the tensor to the scope around its own.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other)
        {
            ArgumentNullException.ThrowIfNull(other);
            return MoveToOtherDisposeScope(other.OwningScope);
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningScope is { } owner)
            {
                owner.MoveToOther(other, this);
            }
            else
            {
                other?.Attach(this);
            }
            return this;
        }

        /// <summary>Equal shapes and equal elements.</summary>
        public bool Equals(Tensor? target) =>
            target is not null && (ReferenceEquals(this, target) || Comparison.SameElements(this, target));

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
    }
}
