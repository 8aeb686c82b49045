using System.Collections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A list of modules, registered under their numbers. It has no forward of its own.</summary>
    public class ModuleList<T> : nn.Module, IList<T>
        where T : nn.Module
    {
        readonly List<T> items = [];

        public ModuleList(params T[] modules)
            : base(nameof(ModuleList<>)) => extend(modules);

        public int Count => items.Count;

        public bool IsReadOnly => false;

        public T this[int index]
        {
            get => items[index];
            set => Change(() => items[index] = value);
        }

        public void Add(T item) => Change(() => items.Add(item));

        public void append(params T[] parameters) => extend(parameters);

        public void extend(IEnumerable<T> modules) => Change(() => items.AddRange(modules));

        public void Insert(int index, T item) => Change(() => items.Insert(index, item));

        public void RemoveAt(int index) => Change(() => items.RemoveAt(index));

        public bool Remove(T item)
        {
            int index = IndexOf(item);
            if (index >= 0)
            {
                RemoveAt(index);
            }

            return index >= 0;
        }

        public void Clear() => Change(items.Clear);

        public bool Contains(T item) => items.Contains(item);

        public int IndexOf(T item) => items.IndexOf(item);

        public void CopyTo(T[] array, int arrayIndex) => items.CopyTo(array, arrayIndex);

        public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Names are places in the list, so they are given anew after every change.</summary>
        void Change(Action change)
        {
            change();
            ClearModules();
            for (int i = 0; i < items.Count; i++)
            {
                register_module(i.ToString(), items[i]);
            }
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
