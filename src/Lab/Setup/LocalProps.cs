using System.Xml.Linq;

namespace Lab.Setup;

/// <summary>Local.props beside Directory.Build.props, which git ignores: the build that this clone is made with from now on.</summary>
internal static class LocalProps
{
    public const string FileName = "Local.props";

    /// <summary>Writes the choice; what a command line says still wins over it.</summary>
    /// <param name="folder">The root of the clone.</param>
    /// <param name="choice">The build, and why.</param>
    /// <param name="feed">A further feed of packages: folder or address; null for none.</param>
    public static void Write(string folder, BuildChoice choice, string? feed)
    {
        (string packages, string torch) = BuildNames.Properties(choice.Build);
        var properties = new XElement("PropertyGroup", Unset("Packages", packages), Unset("Torch", torch));
        if (feed is not null)
        {
            properties.Add(new XElement("RestoreAdditionalProjectSources", feed));
        }

        var why = new XComment($" Written by \"Lab setup\"; to choose anew, run it again or delete this file. {string.Join(' ', choice.Reasons).Replace("--", "- -", StringComparison.Ordinal)} ");
        string path = Path.Combine(folder, FileName), beside = path + ".part";
        File.WriteAllText(beside, new XElement("Project", why, properties) + "\n");
        File.Move(beside, path, overwrite: true);

        static XElement Unset(string name, string value) => new(name, new XAttribute("Condition", $"'$({name})' == ''"), value);
    }
}
