# `binary-builder completion fish`; for fish 3 and newer.
function __binary_builder_complete
    set -l typed (commandline --current-process --tokenize --cut-at-cursor)
    set -l current (commandline --current-token --cut-at-cursor)
    set -l answers (binary-builder __complete $typed[2..] "$current" 2>/dev/null)
    switch "$answers[1]"
        case files
            __fish_complete_path "$current"
        case folders
            __fish_complete_directories "$current" ''
        case '*'
            string join -- \n $answers[2..]
    end
end
complete --command binary-builder --no-files --arguments '(__binary_builder_complete)'
