using System.Text.RegularExpressions;

namespace EmbeddedApi.Tests;

/// <summary>A list of public types and members, one a line, members under their type with two blanks before them.</summary>
internal sealed partial class MemberList
{
    private readonly Dictionary<string, string> types = [];

    public MemberList(IEnumerable<string> lines)
    {
        string type = "";
        foreach (string line in lines.Where(line => line.Length > 0))
        {
            if (line.StartsWith(' '))
            {
                Members.Add((Member.Parse(line, type), $"{type}: {line.Trim()}"));
                continue;
            }

            type = TypeName(line);
            types[type] = line;
        }
    }

    /// <summary>Every member, and how a person is told of it.</summary>
    public List<(Member Member, string Text)> Members { get; } = [];

    /// <summary>What stands here that the published packages do not have.</summary>
    public IEnumerable<string> NotIn(MemberList published)
    {
        ILookup<(string, (string, string, string)), Member> exact = published.Members.ToLookup(entry => (entry.Member.Type, entry.Member.Signature), entry => entry.Member);
        ILookup<(string, string, string), Member> anywhere = published.Members.Where(entry => entry.Member.IsInherited).ToLookup(entry => entry.Member.Signature, entry => entry.Member);
        return types.Keys.Where(type => !published.types.ContainsKey(type)).Select(type => "type " + type)
            .Concat(types.Where(entry => IsDelegate(entry.Value) && published.types.TryGetValue(entry.Key, out string? other) && other != entry.Value).Select(entry => entry.Value))
            .Concat(Members.Where(entry => !Stands(entry.Member)).Select(entry => entry.Text));

        // Where a member sits in a class hierarchy may differ, since a base class may be left out.
        bool Stands(Member member) => exact[(member.Type, member.Signature)].Any(member.LeavesOutOnlyOptional)
            || (member.IsInherited && anywhere[member.Signature].Any(other => (other.Parameters ?? []).SequenceEqual(member.Parameters ?? [])));
    }

    private static bool IsDelegate(string line) => line.Contains(" delegate ", StringComparison.Ordinal);

    private static string TypeName(string line)
    {
        string name = Declaration().Replace(line, "");
        if (IsDelegate(line))
        {
            name = name[..name.IndexOf('(', StringComparison.Ordinal)];
            return name[(name.LastIndexOf(' ') + 1)..];
        }

        return BaseTypes().Split(name)[0];
    }

    [GeneratedRegex("^(public|protected) ((static|sealed|abstract) )*(class|struct|enum|interface|delegate) ")]
    private static partial Regex Declaration();

    [GeneratedRegex(@" : | where | \[Obsolete\]")]
    private static partial Regex BaseTypes();
}
