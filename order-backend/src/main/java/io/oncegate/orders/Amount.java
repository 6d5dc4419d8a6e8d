package io.oncegate.orders;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * A sum of money: positive, two decimals, at most 9999999999.99 (contract 9).
 *
 * @param value the sum, always with two decimals, so that equal sums are equal values
 */
public record Amount(BigDecimal value) {

    private static final int MAX_INTEGER_DIGITS = 10;
    private static final int DECIMALS = 2;
    /** The sign, ten digits, the point and two decimals; whatever is longer is refused before anything reads it. */
    private static final int MAX_LENGTH = MAX_INTEGER_DIGITS + DECIMALS + 2;

    private static final BigDecimal LIMIT = BigDecimal.TEN.pow(MAX_INTEGER_DIGITS);
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");

    /**
     * @throws IllegalArgumentException if {@code value} is not positive, over the limit or finer than two decimals
     */
    public Amount {
        if (value.signum() <= 0 || value.compareTo(LIMIT) >= 0) {
            throw new IllegalArgumentException("an amount is positive and below " + LIMIT.toPlainString());
        }
        try {
            value = value.setScale(DECIMALS, RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("an amount has at most two decimals", e);
        }
    }

    /** Reads a plain decimal number such as {@code 12.5}; exponents and the like are not amounts. */
    public static Parsed<Amount> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return new Parsed.Invalid<>("must have at most ten digits before the point and two after it");
        }
        if (!DECIMAL.matcher(text).matches()) {
            return new Parsed.Invalid<>("must be a decimal number such as \"12.50\"");
        }
        return check(new BigDecimal(text));
    }

    private static Parsed<Amount> check(BigDecimal number) {
        if (number.signum() <= 0) {
            return new Parsed.Invalid<>("must be positive");
        }
        if (number.scale() > DECIMALS) {
            return new Parsed.Invalid<>("must have at most two decimals");
        }
        if (number.compareTo(LIMIT) >= 0) {
            return new Parsed.Invalid<>("must be below " + LIMIT.toPlainString());
        }
        return new Parsed.Valid<>(new Amount(number));
    }

    /** Two decimals and no exponent: {@code 12.50}. */
    @Override
    public String toString() {
        return value.toPlainString();
    }
}
