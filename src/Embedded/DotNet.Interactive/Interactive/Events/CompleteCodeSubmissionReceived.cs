using Microsoft.DotNet.Interactive.Commands;

namespace Microsoft.DotNet.Interactive.Events;

/// <summary>The code can be parsed to its end.</summary>
public class CompleteCodeSubmissionReceived(SubmitCode submitCode) : KernelEvent(submitCode);
