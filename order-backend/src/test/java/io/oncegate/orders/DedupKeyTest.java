package io.oncegate.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DedupKeyTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            delimiter = '|',
            value = {
                "abc | abc",
                "\"abc\" | abc",
                "\"a\\\"b\" | a\"b",
                "\"a\\\\b\" | a\\b",
                "\"a, b; c\" | a, b; c",
                "a, b; c | a, b; c",
                "a\"b | a\"b"
            })
    void aKeyIsBareOrQuoted(String fieldValue, String key) {
        assertThat(read(fieldValue)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"\"",
                "\"a",
                "\"a\\",
                "\"a\\b\"",
                "\"a\"b",
                "\" a\"",
                "\"a \"",
                "\"\\\"a\\\"\"",
                "a\tb",
                "\u00e9"
            })
    void anythingElseIsRefused(String fieldValue) {
        assertThat(DedupKey.parse(fieldValue)).isInstanceOf(Parsed.Invalid.class);
    }

    @Test
    void aKeyHasAtMost255Characters() {
        assertThat(read("k".repeat(255))).hasSize(255);
        assertThat(DedupKey.parse("k".repeat(256))).isInstanceOf(Parsed.Invalid.class);
        assertThat(read("\"" + "k".repeat(255) + "\"")).hasSize(255);
        assertThatIllegalArgumentException().isThrownBy(() -> new DedupKey("k".repeat(256)));
    }

    private static String read(String fieldValue) {
        return DedupKey.parse(fieldValue).fold(DedupKey::toString, fault -> "refused: " + fault);
    }
}
