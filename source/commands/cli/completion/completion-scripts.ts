/** Each asks the program itself, so that flags, commands, users and groups are the ones of this version and this home. */
export const completionScripts = {
  // Bash breaks words at @ and = too, and replaces only the last part, which it hands over as $2. What it is given it puts
  // into the line as it is, so signs with a meaning to a shell, in a name that a stranger chose, are quoted here.
  bash: `_rollcall() {
  local line=\${COMP_LINE:0:COMP_POINT} word skip
  local -a words
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  skip=\${words[\${#words[@]}-1]%"$2"}
  words=("\${words[@]//\\\\/}")
  COMPREPLY=()
  while IFS= read -r word; do
    [[ $word == *[!A-Za-z0-9@%+=:,./_-]* ]] && printf -v word %q "$word"
    COMPREPLY+=("\${word#"$skip"}")
  done < <("$1" complete-words -- "\${words[@]:1}" 2>/dev/null)
}
complete -o default -F _rollcall rollcall`,
  zsh: `#compdef rollcall
_rollcall() {
  local -a found
  found=("\${(@f)$("$words[1]" complete-words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found" ]]; then compadd -a found; else _files; fi
}
if [[ "$funcstack[1]" == _rollcall ]]; then _rollcall "$@"; else compdef _rollcall rollcall; fi`,
  fish: `function __rollcall_words
  set -l words (commandline -opc)
  set -l program $words[1]
  set -e words[1]
  set -l current (commandline -ct)
  set -l found ($program complete-words -- $words "$current" 2>/dev/null)
  if set -q found[1]
    string join \\n $found
  else
    __fish_complete_path "$current"
  end
end
complete -c rollcall -f -a '(__rollcall_words)'`,
} as const

export type Shell = keyof typeof completionScripts
