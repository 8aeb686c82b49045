namespace TransferLearning.Charting;

/// <summary>Loss on the left, accuracy on the right, over epochs: what every learning curve is put together from.</summary>
internal sealed class CurvePanels
{
    private static readonly (string X, string Y)[] References = [("x", "y"), ("x2", "y2")];

    /// <summary>About as wide as a panel comes out.</summary>
    private const double PanelWidth = 225;

    private readonly List<Trace> _traces = [];
    private readonly List<Annotation> _annotations = [];
    private readonly List<Shape> _shapes = [];
    private readonly int _epochs;
    private readonly Axis _loss;
    private readonly Axis _accuracy;
    private double _labelWidth;

    public CurvePanels(int epochs, IEnumerable<double> losses, IEnumerable<double> accuracies)
    {
        _epochs = epochs;
        _loss = LossAxis([.. losses.Where(double.IsFinite)]);
        _accuracy = AccuracyAxis([.. accuracies.Where(double.IsFinite)]);
        _annotations.Add(PanelTitle("Loss", 0));
        _annotations.Add(PanelTitle("Accuracy", 1));
    }

    /// <summary>Adds a line to both panels, with its name at its end (once, where the label is given).</summary>
    public void Add(string name, string color, string dash, double[] x, double[] losses, double[] accuracies, bool label = true)
    {
        double[][] values = [losses, accuracies];
        for (int panel = 0; panel < 2; panel++)
        {
            (string xAxis, string yAxis) = References[panel];
            _traces.Add(new ScatterTrace
            {
                Name = name,
                XAxis = xAxis,
                YAxis = yAxis,
                X = x,
                Y = values[panel],
                Line = new LineStyle(color, dash == "solid" ? 2.4 : 1.8, dash),
            });
            double last = values[panel].LastOrDefault(double.IsFinite, double.NaN);
            if (label && double.IsFinite(last))
            {
                string text = TextMetrics.Fit(name, 110, 12);
                Axis axis = panel == 0 ? _loss : _accuracy;
                double y = axis.Range is var (low, high) ? Math.Clamp(last, low, high) : last;
                _annotations.Add(new Annotation
                {
                    Text = text,
                    XRef = xAxis + " domain",
                    X = 1,
                    XShift = 8,
                    YRef = yAxis,
                    Y = y,
                    Color = color,
                });
                _labelWidth = Math.Max(_labelWidth, TextMetrics.Width(text, 12));
            }
        }
    }

    /// <summary>Marks an epoch on both panels with a ring.</summary>
    public void Mark(double epoch, double loss, double accuracy, string color)
    {
        double[] values = [loss, accuracy];
        for (int panel = 0; panel < 2; panel++)
        {
            _traces.Add(new ScatterTrace
            {
                XAxis = References[panel].X,
                YAxis = References[panel].Y,
                X = new[] { epoch },
                Y = new[] { values[panel] },
                Mode = "markers",
                Marker = new MarkerStyle(color, 9, "circle-open"),
            });
        }
    }

    /// <summary>
    /// A vertical line between two epochs with two lines of text beside it, at the side where curves leave room. Until
    /// <paramref name="until"/> there is no other line; <paramref name="only"/>: nor is there any before.
    /// </summary>
    public void Divide(double x, string first, string second, double until, bool only)
    {
        bool right = x < _epochs * 0.65 || !only;
        double room = (right ? until - x : x) / Math.Max(1, _epochs - 1) * PanelWidth - 12;
        string text = room < 34 ? "" : $"{TextMetrics.Fit(first, room, 11.5)}\n{TextMetrics.Fit(second, room, 11.5)}";
        for (int panel = 0; panel < 2; panel++)
        {
            (string xAxis, string yAxis) = References[panel];
            _shapes.Add(new Shape { XRef = xAxis, YRef = yAxis + " domain", X0 = x, X1 = x, Y0 = 0, Y1 = 1 });
            if (text.Length == 0)
            {
                continue;
            }

            _annotations.Add(new Annotation
            {
                Text = text,
                XRef = xAxis,
                X = x,
                XAnchor = right ? "left" : "right",
                XShift = right ? 6 : -6,
                YRef = yAxis + " domain",
                Y = panel == 0 ? 0.98 : 0.02,
                YAnchor = panel == 0 ? "top" : "bottom",
                Color = Colors.Muted,
                Size = 11.5,
            });
        }
    }

    public Figure Build(string title, string subtitle, string description, bool legend = false)
    {
        // Between the panels: the labels at the ends of the left lines and the tick labels of the right axis.
        double gap = (_labelWidth + 70) / 640;
        double width = (1 - gap) / 2;
        var epochAxis = new Axis
        {
            Title = "epoch",
            WholeTicks = true,
            ShowGrid = false,
            ShowLine = true,
            Range = _epochs == 1 ? (0.5, 1.5) : (1 - (0.02 * _epochs), _epochs * 1.01),
        };
        return new Figure
        {
            Data = _traces,
            Layout = new FigureLayout
            {
                Title = title,
                Subtitle = subtitle,
                Description = description,
                ShowLegend = legend,
                Height = 320,
                XAxes = new Dictionary<string, Axis>
                {
                    ["x"] = epochAxis with { Domain = (0, width) },
                    ["x2"] = epochAxis with { Domain = (width + gap, 1) },
                },
                YAxes = new Dictionary<string, Axis> { ["y"] = _loss, ["y2"] = _accuracy },
                Annotations = _annotations,
                Shapes = _shapes,
            },
        };
    }

    private static Annotation PanelTitle(string text, int panel) => new()
    {
        Text = text,
        XRef = References[panel].X + " domain",
        YRef = References[panel].Y + " domain",
        X = 0,
        Y = 1,
        YAnchor = "bottom",
        YShift = 7,
        Bold = true,
        Size = 13,
    };

    /// <summary>From zero, since a loss has a floor; logarithmic where one bad epoch would flatten all others.</summary>
    private static Axis LossAxis(double[] losses)
    {
        double[] positive = [.. losses.Where(v => v > 0).Order()];
        if (positive.Length == 0)
        {
            return new Axis { Range = (0, 1) };
        }

        double middle = positive[positive.Length / 2], highest = positive[^1];
        return highest > 30 * middle && middle > 0
            ? new Axis { Type = "log" }
            : new Axis { Range = (Math.Min(0, losses.Min() * 1.08), Math.Max(highest * 1.08, 1e-9)) };
    }

    /// <summary>Up to one, down to the tenth below the lowest.</summary>
    private static Axis AccuracyAxis(double[] accuracies)
    {
        double lowest = accuracies.DefaultIfEmpty(0).Min();
        double step = lowest > 0.9 ? 0.02 : 0.1;
        double low = Math.Clamp(Math.Floor((lowest - 0.001) / step) * step, 0, 0.98);
        return new Axis { Range = (low, 1 + ((1 - low) * 0.02)), TickFormat = ".0%" };
    }
}
