using System.CommandLine;
using Lab.Display;
using TransferLearning;

namespace Lab.Commands;

/// <summary><c>Lab doctor</c>: what is in use here, whether it computes rightly, and what to mend.</summary>
internal static class DoctorCommand
{
    private const int Unwell = 1;

    public static Command Create()
    {
        var device = new Option<string>("--device") { Description = "The device to examine: auto (a CUDA GPU where there is one, otherwise the CPU), cpu, cuda:0.", DefaultValueFactory = _ => Devices.Automatic };
        var command = new Command("doctor", "Say which build, engine, device and machine are in use, test them for a second, and say what to mend.") { device };
        command.SetAction(parsed =>
        {
            Examination examination = Doctor.Examine(parsed.GetValue(device)!);
            ExaminationTable.Print(examination);
            return examination.IsWell ? 0 : Unwell;
        });
        return command;
    }
}
