using System.Collections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// A list of modules; those it holds when it becomes part of another module are registered under their numbers then.
    /// It has no forward of its own.
    /// </summary>
    public class ModuleList<T> : nn.Module, IList<T>
        where T : nn.Module
    {
        readonly List<T> items = [];
        bool isRegistered;

        public ModuleList(params T[] modules)
            : base(nameof(ModuleList<>)) => items.AddRange(modules);

        public int Count => items.Count;

        public bool IsReadOnly => false;

        public T this[int index]
        {
            get => items[index];
            set => items[index] = value;
        }

        public void Add(T item) => items.Add(item);

        public void append(params T[] parameters) => items.AddRange(parameters);

        public void extend(IEnumerable<T> modules) => items.AddRange(modules);

        public void Insert(int index, T item) => items.Insert(index, item);

        public void RemoveAt(int index) => items.RemoveAt(index);

        public bool Remove(T item) => items.Remove(item);

        public void Clear() => items.Clear();

        public bool Contains(T item) => items.Contains(item);

        public int IndexOf(T item) => items.IndexOf(item);

        public void CopyTo(T[] array, int arrayIndex) => items.CopyTo(array, arrayIndex);

        public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        protected override void RegisterComponents()
        {
            for (int i = 0; i < items.Count && !isRegistered; i++)
            {
                register_module(i.ToString(), items[i]);
            }

            isRegistered = true;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A list of modules of one class.</summary>
            public static ModuleList<T> ModuleList<T>(params T[] modules)
                where T : Module => new(modules);
        }
    }
}
