namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>Below or above the traces.</summary>
    public sealed class Layer : IWord
    {
        private readonly string _word;

        private Layer(string word) => _word = word;

        public static Layer Below { get; } = new("below");

        public static Layer Above { get; } = new("above");

        object IWord.Word => _word;
    }
}
