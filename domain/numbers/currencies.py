"""Which currency a typed sign or code means."""

from babel.numbers import get_currency_symbol, list_currencies

from domain.numbers.locales import locale_of

# The first one is meant when neither the engagement nor the locale says otherwise.
SIGNS: dict[str, tuple[str, ...]] = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS", "UYU", "JMD", "TTD"),
    "£": ("GBP", "EGP", "LBP", "GIP", "FKP", "SHP"),
    "¥": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "rs": ("INR", "PKR", "LKR", "NPR"),
    **dict.fromkeys(("us$", "$us"), ("USD",)),
    **dict.fromkeys(("c$", "ca$", "$ca"), ("CAD",)),
    **dict.fromkeys(("a$", "au$", "$au"), ("AUD",)),
    **dict.fromkeys(("€", "euro", "euros"), ("EUR",)),
    **dict.fromkeys(("fr.", "sfr."), ("CHF",)),
    **{"nz$": ("NZD",), "s$": ("SGD",), "hk$": ("HKD",), "mx$": ("MXN",), "r$": ("BRL",), "£gb": ("GBP",)},
    **{"₹": ("INR",), "zł": ("PLN",), "kč": ("CZK",), "₺": ("TRY",), "₪": ("ILS",), "₩": ("KRW",)},
}
# Codes that people type in small letters; the others would swallow words ("top", "all").
COMMON = frozenset({
    "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD",
    "INR", "JPY", "NOK", "NZD", "PLN", "SEK", "SGD", "USD", "ZAR",
})  # fmt: skip
CODES = frozenset(list_currencies())


def currency_named(name: str, *, locale: str, currency: str) -> str | None:
    """Say which ISO currency a sign, word or code names; None when it names none.

    A sign that several currencies share means the engagement's `currency` if that is one of
    them, then the locale's own, then the best known.
    """
    code = _code_named(name, currency)
    if code or not name:
        return code
    sign = name.casefold()
    if sign == get_currency_symbol(currency, locale_of(locale)).casefold():
        return currency
    shared = SIGNS.get(sign, ()) or SIGNS.get(sign.rstrip("."), ())
    return next((code for code in _preferred(locale, currency) if code in shared), next(iter(shared), None))


def is_sign_of(sign: str, code: str) -> bool:
    """Tell whether a typed sign may stand for that currency, as $ does in $5 CAD."""
    return sign.upper() == code or code in SIGNS.get(sign.casefold(), ())


def _code_named(name: str, currency: str) -> str | None:
    code = name.upper()
    is_meant = name == code or code in COMMON or code == currency
    return code if is_meant and (code in CODES or code == currency) and code else None


def _preferred(locale: str, currency: str) -> tuple[str, ...]:
    # ISO currency codes begin with the code of their country: en_CA and CAD.
    territory = locale_of(locale).territory or ""
    local = [code for code in CODES if territory and code.startswith(territory)]
    return (currency, *sorted(local))
