namespace EmbeddedApi.Tests;

/// <summary>
/// Every embedded edition against the committed list of exactly its public members, whose signatures are the published package's.
/// After adding a member that the published package has: WRITE_API_LISTS=1 dotnet test -c Release tests/EmbeddedApi.Tests
/// writes the lists anew, and refuses what is invented where the published packages' own lists are at hand.
/// </summary>
public sealed class EditionTests
{
    public static TheoryData<string> Names() => [.. Edition.All];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_edition_has_exactly_the_listed_members(string name)
    {
        var edition = new Edition(name);
        List<string> built = edition.Built();
        Assert.NotEmpty(built);
        if (Environment.GetEnvironmentVariable("WRITE_API_LISTS") == "1")
        {
            string[] invented = Edition.PublishedLists is null ? [] : [.. Edition.Invented(built)];
            Assert.True(invented.Length == 0, $"{name}: not in the published package:\n{string.Join('\n', invented)}");
            File.WriteAllText(edition.ListPath, string.Join('\n', built) + "\n");
        }

        string[] listed = File.ReadAllLines(edition.ListPath);
        string difference = string.Join('\n', built.Except(listed).Select(line => "+ " + line.Trim()).Concat(listed.Except(built).Select(line => "- " + line.Trim())));
        Assert.True(difference.Length == 0, $"{name} is no longer as listed in tests/EmbeddedApi.Tests/Lists:\n{difference}\n"
            + "If the published package has these members: WRITE_API_LISTS=1 dotnet test -c Release tests/EmbeddedApi.Tests");
    }

    [PublishedListsFact]
    public void Every_listed_member_is_one_of_the_published_package() =>
        Assert.Empty(Edition.All.SelectMany(name => Edition.Invented(File.ReadAllLines(new Edition(name).ListPath))));
}
