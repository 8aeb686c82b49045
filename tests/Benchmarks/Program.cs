using Benchmarks;

switch (args)
{
    case ["engine", .. string[] rest]:
        BenchmarkDotNet.Running.BenchmarkRunner.Run<EngineBenchmarks>(args: rest);
        break;
    case ["quick", .. string[] rest]:
        Quick.Run(rest.ElementAtOrDefault(0) ?? "", 32, 160);
        break;
    case ["stages", .. string[] rest]:
        TrainingStages.Run(32, 160, rest.ElementAtOrDefault(0) ?? "");
        break;
    case ["kernels", .. string[] rest]:
        WholeModel.Forward(32, 160, int.Parse(rest.ElementAtOrDefault(0) ?? "10"));
        break;
    case ["forward", .. string[] rest]:
        ModelSpeed.Forward(32, 160, int.Parse(rest.ElementAtOrDefault(0) ?? "10"));
        break;
    case ["step", .. string[] rest]:
        ModelSpeed.Step(32, 160, int.Parse(rest.ElementAtOrDefault(0) ?? "5"));
        break;
    case ["resnet18", .. string[] rest]:
        ModelSpeed.Features("resnet18", 32, 160, int.Parse(rest.ElementAtOrDefault(0) ?? "5"));
        break;
    case ["resnet50" or "vgg16" or "inception_v3" or "squeezenet1_1", .. string[] rest]:
        ModelSpeed.Features(args[0], 8, args[0] == "inception_v3" ? 299 : 224, int.Parse(rest.ElementAtOrDefault(0) ?? "3"));
        break;
    case ["gemm", .. string[] rest]:
        ModelSpeed.Gemm(32, 160, int.Parse(rest.ElementAtOrDefault(0) ?? "5"));
        break;
    case ["frozen" or "finetune", string rounds, string folder]:
        Strategies.Train(args[0], folder, int.Parse(rounds));
        break;
    case ["strategies", string rounds, string folder]:
        Strategies.All(folder, int.Parse(rounds));
        break;
    case ["decode", string rounds, string folder]:
        Strategies.Decode(folder, int.Parse(rounds));
        break;
    case ["scaling"]:
        Scaling.Run();
        break;
    case ["scaling-one", string name]:
        Scaling.Serve(name);
        break;
    case ["pictures"]:
        Limits.Pictures();
        break;
    case ["frozen-once", string folder]:
        Limits.FrozenOnce(folder);
        break;
    case ["memory"]:
        Limits.Memory();
        break;
    case ["start"]:
        Limits.Start();
        break;
    case ["first-batch", string folder]:
        Limits.FirstBatch(folder);
        break;
    case ["compare", .. string[] names]:
        Comparison.Run(names.Length > 0 ? names : ["forward", "step", "gemm", "resnet18", "decode", "frozen", "finetune", "strategies"]);
        break;
    default:
        Console.WriteLine("""
            usage: Benchmarks compare [forward|step|gemm|resnet18|decode|frozen|finetune|strategies …]     ours and PyTorch's by turns; PYTHON names the interpreter
                   Benchmarks compare [resnet50|vgg16|inception_v3|squeezenet1_1 …]                        features at the networks' own sizes, batches of 8
                   Benchmarks scaling | pictures | memory | start                                          with cores, pictures, epochs; to the first batch
                   Benchmarks quick [FILTER] | stages [FILTER] | kernels [ROUNDS]                          single kernels, training stages, blocks
                   Benchmarks engine                                                                       BenchmarkDotNet, short runs
                   Benchmarks forward | step | gemm | resnet18 [ROUNDS]                                    ours alone; also frozen | finetune | strategies | decode ROUNDS FOLDER
            """);
        break;
}
