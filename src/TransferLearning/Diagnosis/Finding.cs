namespace TransferLearning;

/// <summary>Something that is not as it might be.</summary>
/// <param name="Problem">What and where, one sentence.</param>
/// <param name="Mend">What to do about it, one sentence.</param>
public sealed record Finding(string Problem, string Mend)
{
    /// <summary>Both sentences.</summary>
    public override string ToString() => $"{Problem} {Mend}";
}
