"""Made-up monographs that lie beside each other in a folder: small files in which one thing is said otherwise."""

from pathlib import Path

TEXT = """key = "{key}"
name = "{name}"
drug_class = "Invented medicine"
about = "It does not exist."
mechanism = "It does nothing."
advice = "Ask nobody."
source = "Made up. Nobody has reviewed it."
{daily_range}
[[uses]]
name = "Hiccups"
about = "Hiccups that come back."

[[forms]]
key = "tablet"
name = "Tablet"
strengths_mg = ["5", "10"]

[[side_effects]]
key = "dizziness"
about = "Being light-headed."

[[precautions]]
name = "Ladders"
about = "Stay on the ground."

[[interactions]]
name = "Others"
about = "They add up."

[overdose]
about = "Too much needs help at once."
signs = ["Hiccups that do not stop"]
what_to_do = ["Call the emergency number now."]
treatment = "The hospital decides."
"""
ONE_RANGE = """
[daily_range]
low_mg = "5"
high_mg = "20"
ask_above_mg = "10"
about = "For grown-ups."
"""


def write(folder: Path, key: str, *changes: tuple[str, str], daily_range: str = ONE_RANGE) -> Path:
    """Write the file of a medicine with some text replaced, each the first time it stands there."""
    text = TEXT.format(key=key, name=key.capitalize(), daily_range=daily_range)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = folder / f"{key}.toml"
    path.write_text(text, encoding="utf-8")
    return path
