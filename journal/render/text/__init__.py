"""Text as letters: which font has which sign, how wide it is, where it breaks."""
