using Benchmarks;

switch (args)
{
    case ["quick", .. string[] rest]:
        Quick.Run(rest.ElementAtOrDefault(0) ?? "", 32, 160);
        break;
    default:
        Console.WriteLine("usage: Benchmarks quick [FILTER]");
        break;
}
