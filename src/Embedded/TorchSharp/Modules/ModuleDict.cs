using System.Collections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Modules by name, in the order in which they came; those it holds when it becomes part of another module are registered then.
    /// It has no forward of its own.
    /// </summary>
    public class ModuleDict<T> : nn.Module, IEnumerable<(string, T)>
        where T : nn.Module
    {
        readonly OrderedDictionary<string, T> items = [];
        bool isRegistered;

        public ModuleDict()
            : base(nameof(ModuleDict<>))
        {
        }

        public int Count => items.Count;

        public ICollection<string> Keys => items.Keys;

        public ICollection<T> Values => items.Values;

        public T this[string key]
        {
            get => items[key];
            set => items[key] = value;
        }

        public void Add(string key, T value) => items.Add(key, value);

        public bool Remove(string key) => items.Remove(key);

        public bool ContainsKey(string key) => items.ContainsKey(key);

        public IEnumerator<(string, T)> GetEnumerator() => items.Select(item => (item.Key, item.Value)).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        protected override void RegisterComponents()
        {
            if (!isRegistered)
            {
                foreach ((string name, T module) in items)
                {
                    register_module(name, module);
                }
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
            /// <summary>Modules of one class by name.</summary>
            public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules)
                where T : Module
            {
                var dictionary = new ModuleDict<T>();
                foreach ((string name, T module) in modules)
                {
                    dictionary.Add(name, module);
                }

                return dictionary;
            }
        }
    }
}
