namespace TransferLearning.Tests.Scripts;

public sealed class ScriptOutputTests
{
    [Theory]
    [InlineData("Training …", "Training …")]
    [InlineData("<div><progress value=\"0.5\"></progress><br>epoch 3 of 20 &amp; more</div>", "epoch 3 of 20 & more")]
    [InlineData("<div>1 training done</div><div>from scratch</div>", "1 training done · from scratch")]
    [InlineData("<div>epoch 1</div><svg viewBox=\"0 0 1 1\"><text>accuracy</text>\n</svg>", "epoch 1")]
    public void The_text_of_a_piece_of_html_is_one_line(string html, string expected) => Assert.Equal(expected, ScriptOutput.HTML(html).ToString());
}
