# Completion of structural-error for bash. Put this into ~/.bashrc:
#   source <(StructuralError completion bash)
_structural_error() {
    local line=${COMP_LINE:0:COMP_POINT}
    local text=${line#*[[:space:]]}
    local IFS=$'\n'
    COMPREPLY=($("${COMP_WORDS[0]}" "[suggest:${#text}]" "$text" 2>/dev/null))
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o default -F _structural_error StructuralError structural-error
