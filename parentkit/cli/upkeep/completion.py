"""Completion for your shell: commands, options, and the words for signs, responses and fits.

The script holds everything it needs, but no words of your own. Make it again after an update.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import put
from parentkit.cli.upkeep.completion_table import table

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened
    from parentkit.cli.upkeep.completion_table import Row

EXAMPLES = """\
  parentkit completion bash > ~/.local/share/bash-completion/completions/parentkit
  parentkit completion zsh > ~/.zfunc/_parentkit      (with ~/.zfunc in fpath before compinit)
  parentkit completion fish > ~/.config/fish/completions/parentkit.fish
"""

BASH = """\
_parentkit() {
    local current=${COMP_WORDS[COMP_CWORD]} context="" position=0 option="" word i words takes
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $word == "=" ]]; then continue; fi
        if [[ $word == -* ]]; then
            option=""
            takes=" $(_parentkit_words "${context}:takes") "
            if [[ $takes == *" $word "* ]]; then option=$word; fi
        elif [[ -n $option ]]; then
            option=""
        elif [[ -n $(_parentkit_words "${context}:verbs") ]]; then
            context="${context:+$context }$word"
        else
            position=$((position + 1))
        fi
    done
    if [[ $current == "=" ]]; then current=""; fi
    if [[ $current == -* ]]; then
        words=$(_parentkit_words "${context}:-")
    elif [[ -n $option ]]; then
        words=$(_parentkit_words "${context}:$option")
    else
        words=$(_parentkit_words "${context}:verbs")
        if [[ -z $words ]]; then words=$(_parentkit_words "${context}:$position"); fi
    fi
    if [[ $words == "@files" ]]; then
        COMPREPLY=($(compgen -f -- "$current"))
    else
        COMPREPLY=($(compgen -W "$words" -- "$current"))
    fi
}
complete -F _parentkit parentkit
"""

ZSH = """\
_parentkit() {
    local current=${words[CURRENT]} context="" position=0 option="" word i offered takes
    for ((i = 2; i < CURRENT; i++)); do
        word=${words[i]}
        if [[ $word == -* ]]; then
            option=""
            takes=" $(_parentkit_words "${context}:takes") "
            if [[ $takes == *" $word "* ]]; then option=$word; fi
        elif [[ -n $option ]]; then
            option=""
        elif [[ -n $(_parentkit_words "${context}:verbs") ]]; then
            context="${context:+$context }$word"
        else
            position=$((position + 1))
        fi
    done
    if [[ $current == -* ]]; then
        offered=$(_parentkit_words "${context}:-")
    elif [[ -n $option ]]; then
        offered=$(_parentkit_words "${context}:$option")
    else
        offered=$(_parentkit_words "${context}:verbs")
        if [[ -z $offered ]]; then offered=$(_parentkit_words "${context}:$position"); fi
    fi
    if [[ $offered == "@files" ]]; then
        _files
    else
        compadd -- ${(s: :)offered}
    fi
}
if [[ ${funcstack[1]} == _parentkit ]]; then
    _parentkit "$@"
else
    compdef _parentkit parentkit
fi
"""

FISH = """\
function __parentkit_offer
    set -l tokens (commandline -opc)
    set -l current (commandline -ct)
    set -l context ""
    set -l position 0
    set -l option ""
    for word in $tokens[2..-1]
        if string match -q -- "-*" $word
            set option ""
            if contains -- $word (__parentkit_words "$context:takes")
                set option $word
            end
        else if test -n "$option"
            set option ""
        else if __parentkit_words "$context:verbs" | string length -q
            set context (string trim -- "$context $word")
        else
            set position (math $position + 1)
        end
    end
    if string match -q -- "-*" $current
        __parentkit_words "$context:-"
    else if test -n "$option"
        __parentkit_words "$context:$option"
    else if __parentkit_words "$context:verbs" | string length -q
        __parentkit_words "$context:verbs"
    else
        __parentkit_words "$context:$position"
    end
end
function __parentkit_complete
    set -l offered (__parentkit_offer)
    if test "$offered" = "@files"
        __fish_complete_path (commandline -ct)
    else if set -q offered[1]
        printf '%s\\n' $offered
    end
end
complete -c parentkit -f -a '(__parentkit_complete)'
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit completion`."""
    parser.add_argument("shell", choices=tuple(SCRIPTS), help="the shell to complete in")


def run(arguments: argparse.Namespace, _: Opened) -> int:
    """Runs `parentkit completion`; returns the exit code."""
    put([script(arguments.shell)])
    return 0


def script(shell: str) -> str:
    """The completion script for one of `bash`, `zsh`, `fish`."""
    from parentkit.cli.main import COMMANDS, parser_of

    rows = table((name, parser_of(name)) for name in COMMANDS)
    return SCRIPTS[shell](rows)


def _bash(rows: list[Row]) -> str:
    return f"# bash completion of parentkit\n{_posix_words(rows)}{BASH}"


def _zsh(rows: list[Row]) -> str:
    return f"#compdef parentkit\n{_posix_words(rows)}{ZSH}"


def _fish(rows: list[Row]) -> str:
    cases = "".join(
        f"        case '{place}'\n            printf '%s\\n' {' '.join(words)}\n"
        for place, words in rows
        if words or not place.endswith("*")
    ).replace("            printf '%s\\n' \n", "            true\n")
    body = f"    switch $argv[1]\n{cases}    end\n"
    return f"# fish completion of parentkit\nfunction __parentkit_words\n{body}end\n{FISH}"


def _posix_words(rows: list[Row]) -> str:
    cases = "".join(
        f"        {_pattern(place)}) echo '{' '.join(words)}' ;;\n" for place, words in rows
    )
    return f'_parentkit_words() {{\n    case "$1" in\n{cases}    esac\n}}\n'


def _pattern(place: str) -> str:
    return f"'{place[:-1]}'*" if place.endswith("*") else f"'{place}'"


SCRIPTS = {"bash": _bash, "zsh": _zsh, "fish": _fish}
