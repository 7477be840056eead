"""What the made-up patient of the demo writes. Nobody wrote it in earnest."""

OWN_SYMPTOMS = ("Dry mouth", "Dry mouth", "Vivid dreams")  # the first comes twice as often

DAY_NOTES = (
    "Slept badly, the neighbours had guests until two.",
    "A good day. Walked to the lake and back.",
    "Long day at work, skipped lunch.",
    "Sister visited. We cooked together.",
    "Headache in the afternoon, gone after a nap.",
    "First time on the bus again without getting off early.",
    "Two coffees today, maybe that was one too many.",
    "Cold since yesterday, hard to say what comes from what.",
    "Woke up at five and could not fall asleep again.",
    "Talked to the pharmacist about taking it after breakfast.",
    "Quiet day, read half a book.",
    "Went swimming, the first time this year.",
    "Forgot my sister's birthday. She laughed about it.",
    "New shoes, sore feet.",
    "The film was too long for me, but I stayed awake.",
)
STRONG_NOTES = (
    "Could hardly get through the afternoon.",
    "Lay down after lunch and did not get up until four.",
    "Asked a colleague to drive me home.",
    "Lost the thread twice in a meeting.",
)
LATE_NOTES = ("Left the tablets at home.", "Forgot, the alarm was on silent.", "Noticed only when I got back.")
SKIPPED_NOTES = ("Not sure whether I had taken it already, so I left it out.", "Stomach bug.", "Fell asleep before it.")
ATTACK_NOTES = (
    "On the train, had to get off at the next stop.",
    "In the supermarket queue. Breathing slowly helped.",
    "At home, for no reason I can see.",
    "Before the appointment. It passed more quickly than I feared.",
    "In the car park. Sat down and counted backwards.",
)
AS_NEEDED_NOTES = ("For a headache.", "For my back.", "Toothache.", "For a cold.")
ONCE = {
    "twice": "Could not remember whether I had taken it.",
    "three": "Lay awake. Took three in the dark instead of one.",
    "seizure": "My sister was there and called for help.",
    "asleep": "Slept all afternoon after it.",
    "needed": "The headache came back.",
    "sick": "Could not keep anything down.",
}
