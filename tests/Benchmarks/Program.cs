using Benchmarks;

switch (args)
{
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
        ModelSpeed.ResNet18(32, 160, int.Parse(rest.ElementAtOrDefault(0) ?? "5"));
        break;
    case ["gemm", .. string[] rest]:
        ModelSpeed.Gemm(32, 160, int.Parse(rest.ElementAtOrDefault(0) ?? "5"));
        break;
    case ["compare", .. string[] names]:
        Comparison.Run(names.Length > 0 ? names : ["forward", "step", "gemm", "resnet18"]);
        break;
    default:
        Console.WriteLine("usage: Benchmarks compare [forward|step|gemm|resnet18 …] | quick [FILTER] | stages [FILTER] | kernels | forward | step | gemm | resnet18 [ROUNDS]");
        break;
}
