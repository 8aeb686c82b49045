namespace TransferLearning.Display;

/// <summary>What a lesson runs on.</summary>
internal sealed class LessonSettingsDisplay() : FormatterSource<LessonSettings>(
    (MimeTypes.Html, settings => HtmlTable.OfFacts(
        ("profile", settings.IsSample ? "sample: drawings, not photographs" : "photos"),
        ("network", $"{settings.Backbone} at {settings.ImageSize}×{settings.ImageSize} pixels"),
        ("epochs", $"{settings.Epochs}"),
        ("seed", $"{settings.Seed}"))),
    (MimeTypes.Text, settings => $"{settings.Profile}, seed {settings.Seed}, {settings.Epochs} epochs"));
