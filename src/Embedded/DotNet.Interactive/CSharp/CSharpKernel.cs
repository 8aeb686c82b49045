using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive.CSharp;

/// <summary>Runs cells of C# script; what one declares the next ones see.</summary>
public class CSharpKernel : Kernel, IKernelCommandHandler<SubmitCode>
{
    private static readonly CSharpParseOptions parse = new(LanguageVersion.Latest, kind: Microsoft.CodeAnalysis.SourceCodeKind.Script);

    // With debug information an exception's stack trace tells the line of the cell.
    private readonly ScriptOptions options = ScriptOptions.Default
        .WithLanguageVersion(LanguageVersion.Latest)
        .WithEmitDebugInformation(true)
        .WithFileEncoding(Encoding.UTF8)
        .AddImports("System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq")
        .AddReferences(typeof(Enumerable).Assembly, typeof(Kernel).Assembly, typeof(CSharpKernel).Assembly, typeof(Formatter).Assembly);

    /// <summary>A kernel named csharp.</summary>
    public CSharpKernel()
        : this("csharp")
    {
    }

    /// <summary>A kernel with a name.</summary>
    public CSharpKernel(string name)
        : base(name)
    {
    }

    /// <summary>What the cells so far have left.</summary>
    public ScriptState? ScriptState { get; private set; }

    async Task IKernelCommandHandler<SubmitCode>.HandleAsync(SubmitCode command, KernelInvocationContext context)
    {
        (string code, Diagnostic? unknown) = MagicCommands.Read(command.Code, Name);
        if (unknown is not null)
        {
            context.Publish(new DiagnosticsProduced([unknown], [new FormattedValue(PlainTextFormatter.MimeType, unknown.ToString())], command));
            context.Fail(command, null, unknown.ToString());
            return;
        }

        context.Publish(new CodeSubmissionReceived(command));
        context.Publish(SyntaxFactory.IsCompleteSubmission(SyntaxFactory.ParseSyntaxTree(code, parse))
            ? new CompleteCodeSubmissionReceived(command)
            : new IncompleteCodeSubmissionReceived(command));
        try
        {
            ScriptState = await RunAsync(code, context.CancellationToken).ConfigureAwait(false);
            Publish(ScriptState.Script.GetCompilation().GetDiagnostics(), command, context);
            if (HasReturnValue(ScriptState.Script))
            {
                context.Publish(new ReturnValueProduced(ScriptState.ReturnValue, command, FormattedValue.CreateManyFromObject(ScriptState.ReturnValue)));
            }
        }
        catch (CompilationErrorException errors)
        {
            Publish(errors.Diagnostics, command, context);
            context.Fail(command, new CodeSubmissionCompilationErrorException(errors), string.Join(Environment.NewLine, errors.Diagnostics));
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            context.Fail(command, null, "Command cancelled");
        }
        catch (Exception thrown)
        {
            Publish([], command, context);
            context.Fail(command, thrown);
        }
    }

    internal override Task HandleAsync(KernelCommand command, KernelInvocationContext context)
    {
        if (command is SubmitCode code)
        {
            return ((IKernelCommandHandler<SubmitCode>)this).HandleAsync(code, context);
        }

        context.Fail(command, null, $"{Name} does not know {command.GetType().Name}");
        return Task.CompletedTask;
    }

    internal override void Release() => ScriptState = null;

    private static void Publish(IEnumerable<Microsoft.CodeAnalysis.Diagnostic> diagnostics, SubmitCode command, KernelInvocationContext context)
    {
        Microsoft.CodeAnalysis.Diagnostic[] all = [.. diagnostics];
        context.Publish(new DiagnosticsProduced(
            [.. all.Select(Diagnostic.FromCodeAnalysisDiagnostic)],
            [.. all.Select(diagnostic => new FormattedValue(PlainTextFormatter.MimeType, diagnostic.ToString()))],
            command));
    }

    /// <summary>Whether the last statement is an expression with a value (null is one; a call of a void method is not).</summary>
    private static bool HasReturnValue(Script script)
    {
        Microsoft.CodeAnalysis.Compilation compilation = script.GetCompilation();
        Microsoft.CodeAnalysis.SyntaxNode root = compilation.SyntaxTrees.First().GetRoot();
        return root is Microsoft.CodeAnalysis.CSharp.Syntax.CompilationUnitSyntax { Members: [.., Microsoft.CodeAnalysis.CSharp.Syntax.GlobalStatementSyntax { Statement: Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }] }
            && compilation.GetSemanticModel(root.SyntaxTree).GetTypeInfo(last.Expression) is var type
            && type.Type?.SpecialType != Microsoft.CodeAnalysis.SpecialType.System_Void;
    }

    private Task<ScriptState<object>> RunAsync(string code, CancellationToken cancellationToken)
    {
        // A relative #r or #load is looked for in the folder that the process is in, which a cell may change.
        string folder = Directory.GetCurrentDirectory();
        ScriptOptions here = options
            .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(folder))
            .WithSourceResolver(new Microsoft.CodeAnalysis.SourceFileResolver([], folder));
        return ScriptState is null
            ? CSharpScript.RunAsync(code, here, cancellationToken: cancellationToken)
            : ScriptState.ContinueWithAsync(code, here, cancellationToken);
    }
}
