import { completionWord } from './word.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/*
 * The scripts know nothing of the commands: they hand over what is typed, and take whole lines for words. Nothing that comes back
 * is ever evaluated.
 */

const bash = `# Completion of kontor for bash (3.2 and later):
#   kontor completion bash > ~/.local/share/bash-completion/completions/kontor

_kontor() {
  local answer line todo='' first=1
  COMPREPLY=()
  type compopt >/dev/null 2>&1 && compopt +o default +o nospace 2>/dev/null
  answer=$(command kontor ${completionWord} bash "$COMP_WORDBREAKS" "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null </dev/null) || return 0
  while IFS= read -r line; do
    if [ -n "$first" ]; then
      todo=$line
      first=''
    elif [ -n "$line" ]; then
      COMPREPLY[\${#COMPREPLY[@]}]=$line
    fi
  done <<< "$answer"
  type compopt >/dev/null 2>&1 || return 0
  case $todo in
    files*) compopt -o default 2>/dev/null ;;
    goes-on) compopt -o nospace 2>/dev/null ;;
  esac
  return 0
}

if type compopt >/dev/null 2>&1; then
  complete -F _kontor kontor
else
  complete -o default -F _kontor kontor
fi
`;

const zsh = `#compdef kontor
# Completion of kontor for zsh: kontor completion zsh > a folder of your $fpath/_kontor

_kontor() {
  local answer todo line
  local -a lines values shown more
  answer=$(command kontor ${completionWord} zsh "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null </dev/null) || return 1
  lines=("\${(@f)answer}")
  todo=$lines[1]
  shift lines
  [[ $todo == goes-on ]] && more=(-S '')
  for line in $lines; do
    [[ -n $line ]] || continue
    values+=("\${line%%$'\\t'*}")
    if [[ $line == *$'\\t'* ]]; then
      shown+=("\${line%%$'\\t'*}  -- \${line#*$'\\t'}")
    else
      shown+=("$line")
    fi
  done
  (( $#values )) && compadd $more -l -d shown -a -- values
  if [[ $todo == files* ]]; then
    [[ $todo == *= ]] && compset -P '*='
    _files
  fi
  (( compstate[nmatches] ))
}

if [ "$funcstack[1]" = _kontor ]; then
  _kontor "$@"
else
  compdef _kontor kontor
fi
`;

const fish = `# Completion of kontor for fish (3.1 and later):
#   kontor completion fish > ~/.config/fish/completions/kontor.fish

function __kontor_complete
    set -l words (commandline -opc)
    set -l token (commandline -ct)
    # A quote that was begun is no part of the word.
    set -l current (string unescape -- $token 2>/dev/null)
    or set current (string replace -r -- '^["\\']' '' $token)
    test (count $current) -gt 0
    or set current ''
    set -l lines (command kontor ${completionWord} fish $words[2..-1] $current 2>/dev/null </dev/null)
    if string match -q -- 'files*' "$lines[1]"
        __fish_complete_path $current
    end
    for line in $lines[2..-1]
        test -n "$line"
        and echo $line
    end
end

complete -c kontor -e
complete -c kontor -f -a '(__kontor_complete)'
`;

/** What a shell has to read to complete command lines of kontor. */
export const completionScripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };
