"""Say what a line of chat does: open, ask, answer, thank, report a failure, name somebody.

Rules over words, for English. They are careful rather than complete: a line that does something in
an unusual way is missed, which costs the demo a conversation and not its truth. Each rule is a list of
phrases, matched as whole words and whatever their case.
"""

import re
from collections.abc import Container

from tools.demo.irclog import person
from tools.demo.pages import without_links

ADDRESS = re.compile(r"^@?(?P<nick>[^\s:,]{2,30})(?:[:,]|\s*-+>)(?:\s|$)")
NAMED_FIRST = re.compile(r"^@?(?P<nick>\S{3,30})\s")
WORD = re.compile(r"[\w\[\]{}|^`-]{4,}")
UNMISTAKABLE_LENGTH = 6
"""A nickname in lower case that is shorter may be a plain word."""


def phrases(*alternatives: str, at: str = r"(?<!\w)") -> re.Pattern[str]:
    """Return a pattern for any of some phrases; in them ` ` is some white space, and ` ?` some or none."""
    spaced = "|".join(alternatives).replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(rf"{at}(?:{spaced})(?!\w)", re.IGNORECASE)


QUESTION_MARK = re.compile(r"\?(?:\W|$)")
GREETING = phrases("hi+|hello|hey|helo|hiya", "good (?:morning|evening|afternoon|day)", at=r"^\W*")
ASKING = phrases(
    r"how (?:do|can|to|would|should|does|come|is|are|did|could)",
    r"(?:is there|are there|is it possible|which)",
    r"(?:(?:need|some|any|with|you) help|help (?:me|us|with|please|pls))",
    r"why (?:is|does|do|are|can|would)",
    r"where (?:can|do|is|are)",
    r"(?:can|could) (?:i|you|any ?one|some ?one|somebody)",
    r"do(?:es)? (?:you|any(?:one|body))",
    r"any(?:one|body) (?:know|here|around|have)",
    r"i(?:'?m| am) (?:trying|having|getting|looking|stuck|wondering|confused)",
    r"(?:i need|i get|not working|doesn'?t work)",
    r"(?:have|got) (?:a|some|another) (?:problem|question|issue|trouble)",
)
# How one goes on in a conversation that others have begun.
ANSWERING = phrases(
    r"(?:so )?(?:do|did|have|are|were|can|could|would|why do|what do|which|if)(?:n'?t)? (?:you|it|that|they)",
    r"(?:you|your|they|that|that'?s|this is|it'?s|i think|i guess|i mean)",
    r"(?:and|but|or|then|also|except|because|cause|like|well|wait|maybe|perhaps|sure|right|exactly|true)",
    r"(?:yes|yeah|yep|no|nope|nah|ok|okay|oh+|ah+|aha|hm+|huh|err?|lol|heh|haha)",
    r"(?:why\?|what\?|\S+\?$|\S+\(\)\S*)",
    at="^",
)
SECOND_PERSON = phrases(r"you(?:r|'d|'re|'ve|'ll)?")
FIRST_PERSON = phrases(r"(?:i|i'?m|i'd|i've|my|me|we|us|our)", r"(?:any|some) ?(?:one|body)", "how do you")
THANKS = phrases("thanks?|thankyou|thx|thanx|tnx|ty|cheers|much appreciated")
SUCCESS = phrases(
    r"(?:that|this) (?:worked|did it|helps|helped|fixed it)",
    r"(?:that makes sense|that'?s (?:perfect|exactly (?:it|what i)))",
    r"works (?:now|great|perfectly)|got it working",
    r"(?:it|that) works ?!",
)
POLITE = phrases(
    r"(?:no,? thanks|in advance|thanks to|thanks anyway|thanks in any case|any ?ways?,? thanks)",
    r"(?:thanks for (?:any|being there|trying)|thx for (?:being there|help)|have said 'thanks!)",
    r"(?:thanks|thx|ty|works?|worked),? but",
)
FAILURE = phrases(
    r"(?:that|this|it|which) (?:still )?(?:does|did)(?:n'?t| not)(?: seem to)? (?:work|help)(?! out)",
    r"i(?:'m)? still (?:get|getting)(?! a copy)",
    r"(?:it'?s still|still not|still won'?t|still doesn'?t|still isn'?t)",
    r"(?:no luck|doesn'?t seem to work)",
)
EXPLAINED = phrases("why (?:that|this|it) (?:doesn'?t|didn'?t) work")


def asks(text: str) -> bool:
    """Return whether somebody wants to know or to be helped."""
    return wants_help(text) or bool(QUESTION_MARK.search(without_links(text)))


def wants_help(text: str) -> bool:
    """Return whether a text asks by its words, and not by a question mark alone."""
    return bool(ASKING.search(without_links(text)))


def opens(text: str) -> bool:
    """Return whether this is how a conversation begins: with a greeting, or by asking and not asking back."""
    if GREETING.match(text):
        return True
    about_another = SECOND_PERSON.search(text) and not FIRST_PERSON.search(text)
    return not goes_on(text) and (wants_help(text) or (asks(text) and not about_another))


def goes_on(text: str) -> bool:
    """Return whether this begins as one does in a conversation that is under way.

    >>> goes_on("do you mean .skip(n) instead?"), goes_on("is gerrit down?")
    (True, False)
    """
    return bool(ANSWERING.match(text))


def praises(text: str) -> bool:
    """Return whether an answer is thanked for, or said to have worked."""
    if POLITE.search(text) or reports_failure(text):
        return False
    return bool(THANKS.search(text) or SUCCESS.search(text))


def reports_failure(text: str) -> bool:
    """Return whether what was advised is said not to have worked."""
    return bool(FAILURE.search(text)) and not EXPLAINED.search(text)


def addressee(text: str, known: Container[str]) -> str | None:
    """Return the `known` person that a line begins with, as in `nick: look at this`.

    >>> addressee("Vulpix: thanks", {"vulpix"}), addressee("note: it is slow", {"vulpix"})
    ('vulpix', None)
    """
    direct = ADDRESS.match(text)
    if direct and person(direct["nick"]) in known:
        return person(direct["nick"])
    first = NAMED_FIRST.match(text)
    if first and not (first["nick"].isalpha() and first["nick"].islower()) and person(first["nick"]) in known:
        return person(first["nick"])
    return None


def mentioned(text: str, known: Container[str]) -> str | None:
    """Return the first of the `known` people that a line names in passing, as in `thanks Cldfire`."""
    words = WORD.findall(without_links(text))
    names = (word for word in words if word != word.lower() or len(word) >= UNMISTAKABLE_LENGTH)
    return next((person(name) for name in names if person(name) in known), None)
