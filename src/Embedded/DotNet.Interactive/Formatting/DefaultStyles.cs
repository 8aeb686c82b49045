namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>The style sheet that goes with trees and plain values, under the class names of the published package.</summary>
internal static class DefaultStyles
{
    public const string Html =
        "<style>\n"
        + ".dni-code-hint {\n    font-style: italic;\n    overflow: hidden;\n    white-space: nowrap;\n}\n"
        + ".dni-treeview {\n    white-space: nowrap;\n}\n"
        + "details.dni-treeview {\n    padding-left: 1em;\n}\n"
        + ".dni-treeview td, .dni-treeview th {\n    text-align: start;\n    vertical-align: top;\n}\n"
        + ".dni-plaintext pre {\n    margin: 0;\n}\n"
        + "</style>";
}
