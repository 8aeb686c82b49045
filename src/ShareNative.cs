using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// A build task (see Directory.Build.targets): puts native libraries into one folder, from which every output folder gets hard links.
/// </summary>
public class ShareNative : Task
{
    [Required]
    public ITaskItem[] Files { get; set; }

    /// <summary>Where they are put.</summary>
    [Required]
    public string Folder { get; set; }

    /// <summary>The symbol version whose need is marked as weak in libLibTorchSharp.so.</summary>
    [Required]
    public string Version { get; set; }

    public override bool Execute()
    {
        Directory.CreateDirectory(Folder);
        // Projects build side by side.
        using (var turn = new Mutex(false, "transfer-learning-natives"))
        {
            try
            {
                turn.WaitOne();
            }
            catch (AbandonedMutexException)
            {
            }

            try
            {
                foreach (ITaskItem item in Files)
                {
                    string source = item.GetMetadata("FullPath"), target = Path.Combine(Folder, Path.GetFileName(source));
                    if (!IsUpToDate(source, target))
                    {
                        Put(source, target);
                    }
                }
            }
            finally
            {
                turn.ReleaseMutex();
            }
        }

        return true;
    }

    private static bool IsUpToDate(string source, string target)
    {
        var from = new FileInfo(source);
        var to = new FileInfo(target);
        return to.Exists && to.Length == from.Length && to.LastWriteTimeUtc == from.LastWriteTimeUtc;
    }

    private void Put(string source, string target)
    {
        string unfinished = target + ".part";
        File.Delete(unfinished);
        bool isMarked = Path.GetFileName(source) == "libLibTorchSharp.so";
        if (isMarked)
        {
            // Written anew, never changed where it lies: the package cache keeps its file.
            byte[] library = File.ReadAllBytes(source);
            MarkAsWeak(library);
            File.WriteAllBytes(unfinished, library);
        }
        else if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux) || link(source, unfinished) != 0)
        {
            File.Copy(source, unfinished);
        }

        File.SetLastWriteTimeUtc(unfinished, File.GetLastWriteTimeUtc(source));
        File.Delete(target);
        File.Move(unfinished, target);
    }

    /// <summary>Sets VER_FLG_WEAK in the entry of .gnu.version_r that needs the version (64-bit little-endian ELF).</summary>
    private void MarkAsWeak(byte[] elf)
    {
        const uint VersionNeed = 0x6ffffffe;
        long sections = BitConverter.ToInt64(elf, 0x28);
        int size = BitConverter.ToUInt16(elf, 0x3A), count = BitConverter.ToUInt16(elf, 0x3C);
        Func<int, int, int> header = (section, offset) => (int)(sections + ((long)section * size) + offset);
        for (int section = 0; section < count; section++)
        {
            if (BitConverter.ToUInt32(elf, header(section, 4)) != VersionNeed)
            {
                continue;
            }

            int strings = (int)BitConverter.ToInt64(elf, header(BitConverter.ToInt32(elf, header(section, 40)), 24));
            int need = (int)BitConverter.ToInt64(elf, header(section, 24));
            while (true)
            {
                int entry = need + BitConverter.ToInt32(elf, need + 8);
                for (int i = 0; i < BitConverter.ToUInt16(elf, need + 2); i++)
                {
                    int name = strings + BitConverter.ToInt32(elf, entry + 8);
                    if (Encoding.ASCII.GetString(elf, name, Array.IndexOf(elf, (byte)0, name) - name) == Version)
                    {
                        elf[entry + 4] |= 2;
                        Log.LogMessage(MessageImportance.Normal, Version + " is now a weak need of libLibTorchSharp.so.");
                    }

                    entry += BitConverter.ToInt32(elf, entry + 12);
                }

                int next = BitConverter.ToInt32(elf, need + 12);
                if (next == 0)
                {
                    break;
                }

                need += next;
            }
        }
    }

    [DllImport("libc", CharSet = CharSet.Ansi)]
    private static extern int link(string from, string to);
}
