using Benchmarks;

switch (args)
{
    case ["quick", .. string[] rest]:
        Quick.Run(rest.ElementAtOrDefault(0) ?? "", 32, 160);
        break;
    case ["forward", .. string[] rest]:
        WholeModel.Forward(32, 160, int.Parse(rest.ElementAtOrDefault(0) ?? "10"));
        break;
    default:
        Console.WriteLine("usage: Benchmarks quick [FILTER]");
        break;
}
