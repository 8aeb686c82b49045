namespace TransferLearning.Charting;

/// <summary>Pictures as points of a plane, near each other where the network finds them alike; one or more networks side by side.</summary>
internal static class EmbeddingFigure
{
    private static readonly string[] Symbols = ["circle", "triangle-up", "square", "diamond", "x"];

    public static Figure Build(
        IReadOnlyList<(string Name, IReadOnlyList<float[]> Features)> networks,
        IReadOnlyList<int> labels,
        IReadOnlyList<string> classes,
        string? title = null)
    {
        var traces = new List<Trace>();
        var annotations = new List<Annotation>();
        var xAxes = new Dictionary<string, Axis>();
        var yAxes = new Dictionary<string, Axis>();
        var said = new List<string>();
        int n = Math.Max(1, networks.Count);
        double gap = n == 1 ? 0 : 0.06, width = (1 - (gap * (n - 1))) / n;
        for (int i = 0; i < n; i++)
        {
            string suffix = i == 0 ? "" : $"{i + 1}";
            string x = "x" + suffix, y = "y" + suffix;
            (string name, IReadOnlyList<float[]> features) = networks.Count == 0 ? ("", []) : networks[i];
            if (features.Count != labels.Count)
            {
                throw new ArgumentException(
                    $"\"{name}\" has {features.Count} feature vectors for {labels.Count} labels; give one label per vector.",
                    nameof(labels));
            }

            var (first, second, firstPart, secondPart) = PrincipalComponents.Of(features);
            xAxes[x] = new Axis
            {
                Title = $"first direction, {Words.Percent(firstPart, 0)} of the variance",
                ShowTickLabels = false,
                ShowGrid = false,
                ShowLine = true,
                Domain = (i * (width + gap), (i * (width + gap)) + width),
            };
            yAxes[y] = new Axis
            {
                Title = $"second, {Words.Percent(secondPart, 0)}",
                ShowTickLabels = false,
                ShowGrid = false,
                ShowLine = true,
            };
            for (int label = 0; label < classes.Count; label++)
            {
                int[] own = [.. Enumerable.Range(0, labels.Count).Where(k => labels[k] == label)];
                traces.Add(new ScatterTrace
                {
                    Name = classes[label],
                    ShowLegend = i == 0,
                    XAxis = x,
                    YAxis = y,
                    Mode = "markers",
                    X = own.Select(k => first[k]).ToArray(),
                    Y = own.Select(k => second[k]).ToArray(),
                    Marker = new MarkerStyle(
                        Colors.OfSeries(label), 6, Symbols[(label / Colors.Series.Count * 2 + label) % Symbols.Length], 0.6),
                });
            }

            if (name.Length > 0)
            {
                annotations.Add(new Annotation
                {
                    Text = name,
                    XRef = x + " domain",
                    YRef = y + " domain",
                    X = 0,
                    Y = 1,
                    YAnchor = "bottom",
                    YShift = 7,
                    Bold = true,
                    Size = 13,
                });
                said.Add($"{name} {Words.Percent(firstPart + secondPart, 0)}");
            }
        }

        return new Figure
        {
            Data = traces,
            Layout = new FigureLayout
            {
                Title = title ?? "How the network arranges the pictures",
                Subtitle = "each point a picture: its features along the two directions in which they differ most",
                Description = $"{Words.Count(labels.Count, "picture")} of {Words.Count(classes.Count, "class", "classes")} as points of a plane."
                    + (said.Count > 0 ? $" Part of the variance that the plane holds: {Words.List(said)}." : ""),
                ShowLegend = true,
                Height = n == 1 ? 460 : 400,
                XAxes = xAxes,
                YAxes = yAxes,
                Annotations = annotations,
            },
        };
    }
}
