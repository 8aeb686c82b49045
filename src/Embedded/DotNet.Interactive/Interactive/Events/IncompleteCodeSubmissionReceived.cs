using Microsoft.DotNet.Interactive.Commands;

namespace Microsoft.DotNet.Interactive.Events;

/// <summary>The code ends too early: a bracket is open, for example.</summary>
public class IncompleteCodeSubmissionReceived(SubmitCode submitCode) : KernelEvent(submitCode);
