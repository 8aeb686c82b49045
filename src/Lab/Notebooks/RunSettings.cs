namespace Lab.Notebooks;

/// <summary>How notebooks are run.</summary>
/// <param name="Profile">sample or photos; null: what LESSON_PROFILE says, or the notebook's own choice.</param>
/// <param name="Timeout">How long one cell may take; null: as long as it likes.</param>
/// <param name="IsStable">Outputs are to be the same in every run: for committing.</param>
internal sealed record RunSettings(string? Profile = null, TimeSpan? Timeout = null, bool IsStable = false)
{
    /// <summary>The environment variables of the kernel's process.</summary>
    public Dictionary<string, string> Environment
    {
        get
        {
            var variables = new Dictionary<string, string>();
            if (Profile is not null)
            {
                variables["LESSON_PROFILE"] = Profile;
            }

            if (IsStable)
            {
                variables["LESSON_STABLE_OUTPUT"] = "1";
            }

            return variables;
        }
    }
}
