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
    default:
        Console.WriteLine("usage: Benchmarks quick [FILTER] | kernels | forward | step [ROUNDS]");
        break;
}
