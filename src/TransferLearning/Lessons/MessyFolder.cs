using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SketchPets;

namespace TransferLearning;

/// <summary>A folder of drawings with everything wrong with it that folders of pictures have, for lesson 5 to find.</summary>
public static class MessyFolder
{
    private const int PerClass = 60, Owls = 3, OtherCamera = 5 * SampleProfile.ImageSize;

    /// <summary>Makes the folder in data/, or finds it there.</summary>
    /// <param name="seed">Another seed makes another folder.</param>
    /// <returns>Its path: cats and dogs, three owls, a copy, a dog among the cats, a picture five times as large as the others, a text and a broken file called pictures.</returns>
    public static string Make(int seed)
    {
        string folder = Path.Combine(Repository.Root, "data", $"messy-folder-{seed}");
        if (Directory.Exists(folder))
        {
            return folder;
        }

        // Beside it first, then by renaming: a folder that was interrupted is never found.
        string unfinished = folder + ".part";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        DrawnFolder.Ensure(unfinished, SketchWorld.Target, PerClass, seed + 1000, SampleProfile.ImageSize);
        string owls = Directory.CreateDirectory(Path.Combine(unfinished, "owl")).FullName;
        for (int i = 0; i < Owls; i++)
        {
            Save(SketchWorld.Source.Draw("owl", seed + i, SampleProfile.ImageSize), Path.Combine(owls, $"{i + 1:00000}.png"));
        }

        string cats = Path.Combine(unfinished, "cat"), dogs = Path.Combine(unfinished, "dog");
        File.Copy(Path.Combine(cats, "00007.png"), Path.Combine(cats, "00007 (copy).png"));
        File.Copy(Path.Combine(dogs, "00003.png"), Path.Combine(cats, "cute.png"));
        Save(SketchWorld.Target.Draw("dog", seed + OtherCamera, OtherCamera), Path.Combine(dogs, "00011.png"));
        File.WriteAllText(Path.Combine(dogs, "notes.jpg"), "These are the dogs.");
        File.WriteAllBytes(Path.Combine(dogs, "cut-off.png"), File.ReadAllBytes(Path.Combine(dogs, "00009.png"))[..20]);
        Directory.Move(unfinished, folder);
        return folder;
    }

    /// <summary>Makes a picture of nothing: every pixel at random.</summary>
    /// <param name="size">Width and height in pixels.</param>
    /// <returns>Its path.</returns>
    public static string MakeNoise(int size)
    {
        byte[] pixels = new byte[size * size * 3];
        new Random(1).NextBytes(pixels);
        using Image<Rgb24> image = Image.LoadPixelData<Rgb24>(pixels, size, size);
        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(Repository.Root, "data", "noise")).FullName, $"{size}.png");
        image.SaveAsPng(path);
        return path;
    }

    private static void Save(Sketch sketch, string path)
    {
        using Image<Rgb24> image = Image.LoadPixelData<Rgb24>(sketch.Rgb, sketch.Width, sketch.Height);
        image.SaveAsPng(path);
    }
}
