/** Shells that can complete `heirtag`. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

const bash = `# heirtag: completion for bash
_heirtag() {
  COMPREPLY=()
  local line
  while IFS= read -r line; do
    COMPREPLY+=("$line")
  done < <(heirtag complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _heirtag heirtag
`;

const zsh = `#compdef heirtag
_heirtag() {
  local -a found
  found=("\${(@f)$(heirtag complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then compadd -a found; else _files; fi
}
compdef _heirtag heirtag
`;

const fish = `# heirtag: completion for fish
function __heirtag_complete
  set -l words (commandline -opc) (commandline -ct)
  set -e words[1]
  heirtag complete -- $words 2>/dev/null
end
complete -c heirtag -f -a '(__heirtag_complete)'
complete -c heirtag -n '__fish_seen_subcommand_from send' -F
`;

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };

/** A script that makes a shell complete `heirtag`: it asks the command itself at every Tab. */
export const completionScript = (shell: Shell): string => scripts[shell];
