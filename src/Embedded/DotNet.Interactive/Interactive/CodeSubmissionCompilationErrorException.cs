namespace Microsoft.DotNet.Interactive;

/// <summary>A cell's code does not compile.</summary>
public class CodeSubmissionCompilationErrorException(Exception innerException) : Exception(innerException?.Message, innerException);
