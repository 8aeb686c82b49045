namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// A module that calls hooks before and after its forward; a hook that returns something replaces the input or the result.
        /// </summary>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            static long keys;
            readonly OrderedDictionary<string, TPreHook> before = [];
            readonly OrderedDictionary<string, TPostHook> after = [];

            protected HookableModule(string name)
                : base(name)
            {
            }

            internal override bool HasHooks => before.Count + after.Count > 0;

            private protected IEnumerable<TPreHook> HooksBefore => before.Count == 0 ? [] : before.Values.ToArray();

            private protected IEnumerable<TPostHook> HooksAfter => after.Count == 0 ? [] : after.Values.ToArray();

            /// <summary>Calls <paramref name="hook"/> with the module, its input and its result after every forward.</summary>
            public HookRemover register_forward_hook(TPostHook hook)
            {
                string key = NextKey();
                after.Add(key, hook);
                return new HookRemover(this, key);
            }

            /// <summary>Calls <paramref name="hook"/> with the module and its input before every forward.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook)
            {
                string key = NextKey();
                before.Add(key, hook);
                return new HookRemover(this, key);
            }

            static string NextKey() => Interlocked.Increment(ref keys).ToString();

            /// <summary>Takes a hook off again.</summary>
            public class HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
            {
                public void remove()
                {
                    module.before.Remove(key);
                    module.after.Remove(key);
                }
            }
        }
    }
}
