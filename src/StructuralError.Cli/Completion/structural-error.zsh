#compdef StructuralError structural-error
# Completion of structural-error for zsh. Put this into ~/.zshrc, after compinit:
#   source <(StructuralError completion zsh)
_structural_error() {
    local text="${words[2,CURRENT]}"
    local -a found
    found=("${(@f)$("${words[1]}" "[suggest:${#text}]" "$text" 2>/dev/null)}")
    if [[ -n "${found[1]}" ]]; then
        compadd -- "${(@)found:#*/}"
        compadd -S '' -- "${(@M)found:#*/}"
    else
        _files
    fi
}
compdef _structural_error StructuralError structural-error
