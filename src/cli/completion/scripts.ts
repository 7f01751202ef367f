import type { Shell } from './shells.ts'

/** The scripts that shells load. Each asks `auth complete` at every Tab and never evaluates what a person has typed. */

export function completionScript(shell: Shell): string {
  return scripts[shell]
}

// Bash splits words at = and : as well, so they are put together again; it then replaces only what stands behind them.
// Bash 3.2, which macOS has, knows no compopt, and reads no `words+=()` of an array that is empty with `set -u`.
const bash = `# bash completion of auth
_auth_complete() {
  local index word reply value current='' glued=0
  local -a words=(complete --)
  for ((index = 1; index <= COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    if [[ $index -gt 1 && ($word == [=:]* || $glued -eq 1) ]]; then
      words[$((\${#words[@]} - 1))]+=$word
    else
      words+=("$word")
    fi
    [[ $word == [=:] ]] && glued=1 || glued=0
  done
  [[ $word == [=:] ]] && word=''
  current=\${words[$((\${#words[@]} - 1))]}
  COMPREPLY=()
  while IFS=$'\\t' read -r value reply; do
    case $value in
      :none) ;;
      :files | :folders | :commands)
        local kind=-c
        [[ $value == :files ]] && kind=-f
        [[ $value == :folders ]] && kind=-d
        [[ $kind == -c ]] || compopt -o filenames 2>/dev/null
        while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen "$kind" -- "$word")
        ;;
      *) COMPREPLY+=("\${value#"\${current%"$word"}"}") ;;
    esac
  done < <(auth "\${words[@]}" 2>/dev/null)
}
complete -F _auth_complete auth
`

const zsh = `#compdef auth
# zsh completion of auth
_auth() {
  local line
  local -a described
  for line in "\${(@f)$(auth complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      :files) compset -P 1 '--*='; _files; return ;;
      :folders) compset -P 1 '--*='; _files -/; return ;;
      :commands) _command_names -e; return ;;
      :none | '') ;;
      *) described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done
  _describe -t words auth described
}
if [[ $funcstack[1] == _auth ]]; then
  _auth "$@"
else
  compdef _auth auth
fi
`

const fish = `# fish completion of auth
function __auth_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in (auth complete -- $words[2..] "$current" 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path (string replace -r -- '^--[^=]*=' '' "$current")
            case :folders
                __fish_complete_directories (string replace -r -- '^--[^=]*=' '' "$current")
            case :commands
                complete -C "$current"
            case :none
            case '*'
                echo $line
        end
    end
end
complete -c auth -f -a '(__auth_complete)'
`

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish }
