namespace StructuralError.Cli.Completion;

/// <summary>Scripts that make a shell complete the program's command lines: each asks the program itself, so that they never go stale.</summary>
internal static class ShellScripts
{
    private const string Bash = """
        # Completion of structural-error for bash. Put this into ~/.bashrc:
        #   source <(StructuralError completion bash)
        _structural_error() {
            local line=${COMP_LINE:0:COMP_POINT}
            local text=${line#*[[:space:]]}
            local IFS=$'\n'
            COMPREPLY=($("${COMP_WORDS[0]}" "[suggest:${#text}]" "$text" 2>/dev/null))
        }
        complete -o default -F _structural_error StructuralError structural-error

        """;

    private const string Zsh = """
        #compdef StructuralError structural-error
        # Completion of structural-error for zsh. Put this into ~/.zshrc, after compinit:
        #   source <(StructuralError completion zsh)
        _structural_error() {
            local text="${words[2,CURRENT]}"
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:${#text}]" "$text" 2>/dev/null)}")
            if [[ -n "${found[1]}" ]]; then
                compadd -- "${found[@]}"
            else
                _files
            fi
        }
        compdef _structural_error StructuralError structural-error

        """;

    private const string PowerShell = """
        # Completion of structural-error for PowerShell. Put this into $PROFILE:
        #   StructuralError completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName StructuralError, structural-error -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $program = $commandAst.CommandElements[0].ToString()
            $line = $commandAst.ToString().PadRight($cursorPosition)
            $text = $line.Substring([Math]::Min($line.Length, $program.Length + 1))
            & $program "[suggest:$($text.Length)]" $text 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }

        """;

    /// <summary>The shells there are scripts for.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "pwsh"];

    /// <summary>The script of a shell, with lines that end in line feeds; null for an unknown one.</summary>
    public static string? Find(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "pwsh" => PowerShell,
        _ => null,
    };
}
