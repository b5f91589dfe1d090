"""GB 32100-2015, GB 11714 and the registration number's check digit, written from the standards letter by letter."""

CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code_holds(code: str) -> bool:
    """True where the 18th letter is the check digit of the first 17: weights are powers of 3 modulo 31."""
    total = sum(CREDIT.index(letter) * pow(3, place, 31) for place, letter in enumerate(code[:17]))
    return CREDIT[-total % 31] == code[17]


def organisation_code_holds(code: str) -> bool:
    """True where the ninth letter is the check digit of the first eight."""
    total = sum(int(letter, 36) * weight for letter, weight in zip(code[:8], (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11)) == code[8]


def registration_number_holds(number: str) -> bool:
    """True where all 15 digits satisfy ISO 7064 MOD 11,10."""
    product = 10
    for digit in number[:14]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (product + int(number[14])) % 10 == 1
