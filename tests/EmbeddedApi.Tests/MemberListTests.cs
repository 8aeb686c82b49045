namespace EmbeddedApi.Tests;

/// <summary>What counts as the same member.</summary>
public sealed class MemberListTests
{
    private static readonly MemberList Published = new(
    [
        "public class House.Base",
        "  public override string House.Base.ToString()",
        "  public virtual int House.Base.Count { get; }",
        "public class House.Door : House.Base",
        "  public House.Door..ctor(int width, int height = 2, string name = \"a (big) one, say\")",
        "  public static House.Door House.Door.Open<T>(System.Func<T, (int, T)> how, T key, bool quietly = false) where T : struct",
        "  public const string House.Door.Kind = \"oak (old)\"",
        "public enum House.Side : int",
        "  House.Side.Left = 0",
    ]);

    [Theory]
    [InlineData("  public House.Door..ctor(int width, int height = 2, string name = \"a (big) one, say\")")]
    [InlineData("  public House.Door..ctor(int width, string name = \"a (big) one, say\")")]
    [InlineData("  public House.Door..ctor(int width)")]
    [InlineData("  public string House.Door.ToString()")]
    [InlineData("  public static House.Door House.Door.Open<T>(System.Func<T, (int, T)> how, T key) where T : struct")]
    [InlineData("  public const string House.Door.Kind = \"oak (old)\"")]
    public void A_member_may_leave_out_optional_parameters_and_sit_in_another_class_of_the_hierarchy(string line) =>
        Assert.Empty(new MemberList(["public class House.Door", line]).NotIn(Published));

    [Theory]
    [InlineData("  public House.Door..ctor()")]
    [InlineData("  public House.Door..ctor(int width, int height = 3)")]
    [InlineData("  public House.Door..ctor(int breadth)")]
    [InlineData("  public object House.Door.ToString()")]
    [InlineData("  public void House.Door.Slam()")]
    [InlineData("  public static House.Door House.Door.Open<T>(System.Func<T, (int, T)> how, T key) where T : class")]
    [InlineData("  public const string House.Door.Kind = \"pine\"")]
    [InlineData("  public int House.Door.Width { get; }")]
    public void A_changed_or_invented_member_is_found(string line) =>
        Assert.Equal("House.Door: " + line.Trim(), Assert.Single(new MemberList(["public class House.Door", line]).NotIn(Published)));

    [Fact]
    public void Types_and_values_of_enumerations_are_compared_too() =>
        Assert.Equal(
            ["type House.Window", "House.Side: House.Side.Left = 1"],
            new MemberList(["public class House.Window", "public enum House.Side : int", "  House.Side.Left = 1"]).NotIn(Published));
}
