"""Text that did harm somewhere once, for everything that draws, prints or writes journal text."""

# Pieces that did harm somewhere once: terminal markup, control sequences, reordered text, other scripts, broken lines.
HOSTILE_LINES: tuple[str, ...] = (
    "[/foo]",
    "[@click=app.quit]x[/]",
    "[bold]",
    "\x1b[31mred\x1b[0m",
    "\x1b]52;c;aGVsbG8=\x07",
    "\x1b]0;title\x1b\\",
    "\x9b2J\x90q\x9c",
    "abc\u202egnp.exe",
    "\u2066isolated\u2069\u200f",
    "nul\x00here",
    "tab\there",
    "\u30e4\u30de\u306e\u7ac8\u4e2d\u6587\ud55c\uad6d\uc5b4",
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
    "\U0001f33f\U0001f469\u200d\U0001f33e\U0001f1eb\U0001f1ee",
    "e\u0301a\u0308\u0323",
    "\"double\" 'single' `back`",
    "back\\slash \\n \\u0041",
    "line\u2028sep\u2029para\x85next",
    "<script>alert(1)</script>",
    '<img src="http://example.invalid/x" onerror=alert(1)>',
    "</title><style>*{display:none}</style>",
    "{{ 7 * 7 }}{% raw %}",
    "a|b | c",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "***",
    "```",
    "[link](javascript:alert(1)) ![x](http://example.invalid/)",
    "&lt;&amp;&#x1b;",
    "=1+1",
    "'; DROP TABLE entry; --",
    "$(id) `id` %s {0}",
    "w" * 3000,
    "   blanks around   ",
    "[link=http://example.invalid/]x[/link] [on red]y",
    "\x1b]8;;http://example.invalid/\x1b\\link\x1b]8;;\x07",
    "\x1bP1$q\x1b\\ \x1b_apc\x1b\\ \x1b^pm\x1b\\ \x1bXsos\x9c \x9d2;t\x9c \x1bc",
    "\x1b[?1049l\x1b[6n\x1b[2J\x08\x0b\x0c\x7f\x84\x8d",
    "z\u200be\u200cr\u200do\u2060\ufeff\u00ad\u180e\u061c",
    "\u202a\u202b\u202d\u2067\u2068\u202c",
    "a" + "\u0301" * 200,
    '#sys.version #import "x" $ x^2 $ @label <label> #eval("1")',
    "<svg/onload=alert(1)>' onmouseover='alert(1)' \"><a href=javascript:alert(1)>x</a>",
    "<!-- --><![CDATA[x]]>-->",
)
# What spreadsheets take for the beginning of a formula, behind what they pass over too.
FORMULAS: tuple[str, ...] = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", " =1", "\u3000=1", "\u00a0 @x", "\ufeff=1",
    "\u200b+1", "\u2060\t-1", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20x", " \uff1d1", "\ufe66=1", "\u22121", "|calc",
    "-2+3+cmd|' /C calc'!A0", '=HYPERLINK("http://example.invalid","x")', "\u202e=1", "\u200f=1", "\r\n=1",
)  # fmt: skip

# More marks on one letter, and more of one character, than any screen has room for.
MANY_MARKS = "a" + "\u0301" * 10_000

HOSTILE_TEXTS: tuple[str, ...] = (
    *HOSTILE_LINES,
    "one\r\ntwo",
    "one\rtwo",
    "one\ntwo\n\n\nthree",
    "\n---\n",
    "title\n=====",
    "    indented code",
    "| a | b |\n|---|---|\n| c | d |",
    "\ttab first",
)
