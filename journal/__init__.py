"""The side-effect journal: a patient logs doses and side effects and sees how they change over time."""
