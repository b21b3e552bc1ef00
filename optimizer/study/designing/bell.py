"""The normal distribution in decimal arithmetic, so that its last digit is the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction

_DIGITS = Context(prec=30)
_FINE = 10**12
"""Results are multiples of a millionth of a millionth, far below the step of any figure."""

_FARTHEST = 8
"""So many spreads away lies less than one part in a thousand million million."""

_HALVINGS = 60


def _series(text: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, text.split()))


# Wichura, M. J. (1988), Algorithm AS 241: The percentage points of the normal distribution,
# Applied Statistics 37 (3), 477-484: quotients of polynomials, the highest power first.
_MIDDLE_OVER = _series(
    "2.5090809287301226727e+3 3.3430575583588128105e+4 6.7265770927008700853e+4 4.5921953931549871457e+4 "
    "1.3731693765509461125e+4 1.9715909503065514427e+3 1.3314166789178437745e+2 3.3871328727963666080"
)
_MIDDLE_UNDER = _series(
    "5.2264952788528545610e+3 2.8729085735721942674e+4 3.9307895800092710610e+4 2.1213794301586595867e+4 "
    "5.3941960214247511077e+3 6.8718700749205790830e+2 4.2313330701600911252e+1 1.0"
)
_TAIL_OVER = _series(
    "7.74545014278341407640e-4 2.27238449892691845833e-2 2.41780725177450611770e-1 1.27045825245236838258 "
    "3.64784832476320460504 5.76949722146069140550 4.63033784615654529590 1.42343711074968357734"
)
_TAIL_UNDER = _series(
    "1.05075007164441684324e-9 5.47593808499534494600e-4 1.51986665636164571966e-2 1.48103976427480074590e-1 "
    "6.89767334985100004550e-1 1.67638483018380384940 2.05319162663775882187 1.0"
)
_FAR_OVER = _series(
    "2.01033439929228813265e-7 2.71155556874348757815e-5 1.24266094738807843860e-3 2.65321895265761230930e-2 "
    "2.96560571828504891230e-1 1.78482653991729133580 5.46378491116411436990 6.65790464350110377720"
)
_FAR_UNDER = _series(
    "2.04426310338993978564e-15 1.42151175831644588870e-7 1.84631831751005468180e-5 7.86869131145613259100e-4"
    " 1.48753612908506148525e-2 1.36929880922735805310e-1 5.99832206555887937690e-1 1.0"
)


def standard(share: Fraction) -> Fraction:
    """The number of spreads above the mean below which that share of all lies; 0 < share < 1.

    >>> [round(float(standard(Fraction(part, 1000))), 4) for part in (25, 500, 900)]
    [-1.96, 0.0, 1.2816]
    """
    if share > Fraction(1, 2):
        return -standard(1 - share)
    offset = _decimal(share - Fraction(1, 2))
    if abs(offset) <= Decimal("0.425"):
        rest = _DIGITS.subtract(Decimal("0.180625"), _DIGITS.multiply(offset, offset))
        found = _DIGITS.multiply(offset, _quotient(_MIDDLE_OVER, _MIDDLE_UNDER, rest))
    else:
        rest = _DIGITS.sqrt(-_DIGITS.ln(_decimal(share)))
        if rest <= 5:
            found = -_quotient(_TAIL_OVER, _TAIL_UNDER, _DIGITS.subtract(rest, Decimal("1.6")))
        else:
            found = -_quotient(_FAR_OVER, _FAR_UNDER, _DIGITS.subtract(rest, Decimal(5)))
    return Fraction(int(_DIGITS.multiply(found, Decimal(_FINE))), _FINE)


def share_below(spreads: Fraction) -> Fraction:
    """The share of all that lies below so many spreads above the mean; nothing and all far away from it."""
    if abs(spreads) >= _FARTHEST:
        return Fraction(0 if spreads < 0 else 1)
    low, high = Fraction(1, 1 << 70), 1 - Fraction(1, 1 << 70)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if standard(middle) < spreads else (low, middle)
    return low


def _quotient(over: Sequence[Decimal], under: Sequence[Decimal], at: Decimal) -> Decimal:
    return _DIGITS.divide(_value(over, at), _value(under, at))


def _value(series: Sequence[Decimal], at: Decimal) -> Decimal:
    total = Decimal(0)
    for one in series:
        total = _DIGITS.fma(total, at, one)
    return total


def _decimal(number: Fraction) -> Decimal:
    return _DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator))
