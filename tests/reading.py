"""How many years of school a text asks for: the grade of Flesch and Kincaid, with syllables counted by rule.

Grade 7 is the school year of people who are twelve. The measure sees long words and long sentences and nothing else.
"""

import re

AT_MOST = 8.0  # one text
ON_AVERAGE = 6.0  # all texts of a page or a file together
# Names that have no plain word. They stand on the reader's own box of tablets or letter, and count as short words.
NAMES = {"clonazepam", "klonopin", "lorazepam", "ativan", "loreev", "alprazolam", "xanax", "diazepam", "valium"}
NAMES |= {"sertraline", "zoloft", "lustral", "pregabalin", "lyrica", "levetiracetam", "keppra", "spritam", "elepsia"}
NAMES |= {"benzodiazepine", "opioid", "gaba", "antidepressant", "pharmacist"}
_WORD = re.compile(r"[^\W\d_][^\W\d_'’-]*(?:['’-][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
_SENTENCE_END = re.compile(r"[.!?](?=[\s”\"]|$)")
_SILENT = re.compile(
    r"(?:[^laeiouy]|[aeiouy]l)e$|[gq]ue$|(?:[^tdil]|[aeiouyl]l)ed$|(?:[^liscxzg]|[aeiouy]l)(?<!ch)(?<!sh)es$"
    r"|^some(?=.)|^there(?=.)|^where(?=.)|^care(?=f)|^side(?=.)"
)
_APART = re.compile(
    r"(?<![ct])i(?=a)|i(?=et)|(?<![tscgx])i(?=o)|[eoy](?=ing)|u(?=al)|e(?=a$)|^re(?=a[ct])|^cre(?=a)|^co(?=o[pr])"
)


def syllables(word: str) -> int:
    """How many syllables an English word has, right for most words and off by one for some."""
    parts = re.split(r"[-’']", word.lower())
    if len(parts) > 1:
        return sum(syllables(part) for part in parts if re.search("[aeiouy]", part)) or 1
    if word.lower().removesuffix("s") in NAMES:
        return 2
    groups = len(re.findall("[aeiouy]+", word.lower())) + len(_APART.findall(word.lower()))
    silent = bool(_SILENT.search(word.lower())) and groups > 1
    return max(1, groups - silent)


def grade(text: str) -> float:
    """The school year for which a text is written."""
    words = _WORD.findall(text)
    sentences = len(_SENTENCE_END.findall(text)) or 1
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
