using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// A part of a network: parameters (learned), buffers (kept, not learned) and sub-modules, each under a name.
        /// This file holds what belongs to a module; Module.State.cs what is read from it and written to it as a whole.
        /// </summary>
        public partial class Module : IDisposable
        {
            readonly OrderedDictionary<string, Module> submodules = [];
            readonly OrderedDictionary<string, Parameter> ownParameters = [];
            readonly OrderedDictionary<string, (Tensor Tensor, bool Persistent)> ownBuffers = [];
            bool componentsRegistered;
            bool disposed;

            protected Module(string name) => this.name = name;

            protected string name;

            /// <summary>What the module calls itself; its class unless the constructor said otherwise.</summary>
            public virtual string GetName() => name;

            /// <summary>Whether dropout drops and batch normalisation uses the batch's own statistics.</summary>
            public virtual bool training { get; private set; } = true;

            /// <summary>Hooks make a module observable, so nothing may be fused over it.</summary>
            internal virtual bool HasHooks => false;

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Disposes parameters, buffers and sub-modules.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || disposed)
                {
                    return;
                }

                disposed = true;
                foreach (Parameter parameter in ownParameters.Values)
                {
                    parameter.Dispose();
                }

                foreach ((Tensor buffer, _) in ownBuffers.Values)
                {
                    buffer.Dispose();
                }

                foreach (Module module in submodules.Values)
                {
                    module.Dispose();
                }
            }

            /// <summary>Adds a sub-module under a name; null takes the name away.</summary>
            public virtual void register_module(string name, Module? submodule)
            {
                if (submodule is null)
                {
                    submodules.Remove(name);
                    return;
                }

                if (name.Contains('.'))
                {
                    throw new ArgumentException($"module name can't contain \".\", got: {name}");
                }

                if (name.Length == 0)
                {
                    throw new ArgumentException("module name can't be empty string \"\"");
                }

                if (submodules.ContainsKey(name))
                {
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");
                }

                submodule.RegisterComponents();
                submodules.Add(name, submodule);
            }

            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Adds a parameter under a name. The module owns it from now on, not a dispose scope.</summary>
            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null || param.IsInvalid)
                {
                    throw new ArgumentNullException(nameof(param), "A null tensor cannot be registered as a parameter.");
                }

                if (!ownParameters.TryAdd(name, param))
                {
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
                }

                param.DetachFromDisposeScope();
            }

            /// <summary>Adds a tensor that is kept but not learned; a persistent one is part of the state.</summary>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null || tensor.IsInvalid)
                {
                    throw new ArgumentNullException(nameof(tensor), "A null tensor cannot be registered as a buffer.");
                }

                if (!ownBuffers.TryAdd(name, (tensor, persistent)))
                {
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
                }

                tensor.DetachFromDisposeScope();
            }

            /// <summary>Sets, replaces or (null) removes a parameter.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null)
                {
                    ownParameters.Remove(name);
                }
                else
                {
                    ownParameters[name] = value;
                    value.DetachFromDisposeScope();
                }
            }

            /// <summary>Sets, replaces or (null) removes a buffer.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null)
                {
                    ownBuffers.Remove(name);
                }
                else
                {
                    ownBuffers[name] = (value, persistent);
                    value.DetachFromDisposeScope();
                }
            }

            /// <summary>
            /// Registers every field that holds a module, a parameter or a tensor under the field's name. Call it at the end of a
            /// constructor.
            /// </summary>
            protected virtual void RegisterComponents()
            {
                if (componentsRegistered)
                {
                    return;
                }

                componentsRegistered = true;
                foreach (FieldInfo field in GetType().GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
                {
                    if (field.DeclaringType == typeof(Module))
                    {
                        continue;
                    }

                    string component = field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
                    switch (field.GetValue(this))
                    {
                        case Module module when !submodules.Values.Any(m => ReferenceEquals(m, module)):
                            register_module(component, module);
                            break;
                        case Parameter parameter when !parameter.IsInvalid && !ownParameters.Values.Any(p => ReferenceEquals(p, parameter)):
                            register_parameter(component, parameter);
                            break;
                        case Tensor tensor and not Modules.Parameter when !tensor.IsInvalid
                            && !ownBuffers.Values.Any(b => ReferenceEquals(b.Tensor, tensor)):
                            register_buffer(component, tensor);
                            break;
                    }
                }
            }

            /// <summary>Calls <paramref name="fn"/> on every module below, then on this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                ArgumentNullException.ThrowIfNull(fn);
                foreach (Module module in submodules.Values)
                {
                    module.apply(fn);
                }

                fn(this);
                return this;
            }

            /// <summary>Puts this module and all below into training mode (or out of it).</summary>
            public virtual void train(bool train = true)
            {
                training = train;
                foreach (Module module in submodules.Values)
                {
                    module.train(train);
                }
            }

            public virtual void eval() => train(false);

            /// <summary>Forgets the gradients of all parameters, or sets them to zero.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach ((_, Parameter parameter) in named_parameters())
                {
                    if (set_to_none)
                    {
                        parameter.grad = null;
                    }
                    else
                    {
                        parameter.Gradient?.zero_();
                    }
                }
            }
        }
    }
}
