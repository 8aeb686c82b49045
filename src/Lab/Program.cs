Console.WriteLine("Lab");
