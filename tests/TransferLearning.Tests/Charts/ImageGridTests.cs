using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Figures;

public class ImageGridTests
{
    [Fact]
    public void Samples_come_from_each_class_in_turn()
    {
        using var folder = new TemporaryFolder();
        string html = ImageGrid.Samples(MadeUpPictures.TwoClasses(folder, 5).All, count: 4).ToHtml();
        Assert.Equal(["bright", "dark", "bright", "dark"], html.Split("alt=\"").Skip(1).Select(rest => rest[..rest.IndexOf('"')]));
    }

    [Fact]
    public void Mistakes_say_answer_confidence_and_truth_escaped_and_survive_a_missing_file()
    {
        string html = ImageGrid.Mistakes(MadeUp.Evaluation(20, 3), count: 2).ToHtml();
        Assert.Contains("The 2 most confident of 6 mistakes in 40 images", html);
        Assert.Contains("dog &amp; &lt;b&gt;puppy&lt;/b&gt;", html);
        Assert.DoesNotContain("<b>", html);
        Assert.Contains("no picture", html);
    }

    [Fact]
    public void A_tensor_is_shown_in_its_colours()
    {
        using Tensor images = tensor(new byte[] { 200, 30, 90 }).view(1, 3, 1, 1).expand(1, 3, 8, 8);
        string html = ImageGrid.OfTensor(images, ["a \"red\" one"]).ToHtml();
        Assert.Contains("alt=\"a &quot;red&quot; one\"", html);
        string data = html.Split("base64,")[1];
        using Image<Rgb24> shown = Image.Load<Rgb24>(Convert.FromBase64String(data[..data.IndexOf('"')]));
        Assert.InRange(shown[4, 4].R, 194, 206);
        Assert.InRange(shown[4, 4].G, 24, 36);
    }

    [Fact]
    public void A_tensor_of_another_shape_is_refused_in_a_sentence()
    {
        using Tensor image = zeros(3, 8, 8);
        Assert.Contains("unsqueeze", Assert.Throws<UserMistakeException>(() => ImageGrid.OfTensor(image, [])).Message);
    }
}
