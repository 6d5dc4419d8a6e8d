package io.oncegate.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {

    @ParameterizedTest
    @CsvSource({"12.50, 12.50", "12.5, 12.50", "12, 12.00", "0.01, 0.01", "9999999999.99, 9999999999.99"})
    void aDecimalNumberIsAnAmountWithTwoDecimals(String text, String amount) {
        assertThat(read(text)).isEqualTo(amount);
        assertThat(Amount.parse(text)).isEqualTo(Amount.parse(amount));
    }

    @ParameterizedTest
    @CsvSource({
        "0, must be positive",
        "0.00, must be positive",
        "-0.01, must be positive",
        "1.001, must have at most two decimals",
        "1.000, must have at most two decimals",
        "10000000000, must be below 10000000000",
        "99999999999.99, must be below 10000000000",
        "100000000000.001, must have at most ten digits before the point and two after it"
    })
    void otherNumbersAreRefusedWithTheReason(String text, String fault) {
        assertThat(read(text)).isEqualTo(fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "abc",
                "1e3",
                "1E3",
                "NaN",
                "Infinity",
                "+1",
                ".5",
                "5.",
                "1,5",
                "01",
                "0x1",
                "1 ",
                "--1",
                "\u0661"
            })
    void whatIsNoPlainNumberIsRefused(String text) {
        assertThat(read(text)).isEqualTo("must be a decimal number such as \"12.50\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.001", "10000000000"})
    void noAmountCanBeMadeAroundTheRules(String number) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Amount(new BigDecimal(number)));
    }

    private static String read(String text) {
        return Amount.parse(text).fold(Amount::toString, fault -> fault);
    }
}
