"""The side-effect journal: a patient logs doses and side effects and sees what became of them."""
