package io.oncegate.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Canonical JSON that may refuse an honest retry and never takes two requests for one. */
class JcsCanonicalJsonTest {

    private final JcsCanonicalJson json = new JcsCanonicalJson();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"b\":1,\"a\":2} | { \"a\" : 2, \"b\" : 1 }",
                "[1.0, 1e2, 0.1] | [1,100,0.10]",
                "{\"a\":\"\\u0041\"} | {\"a\":\"A\"}",
                "{\"a\":{\"c\":[],\"b\":null}} | {\"a\":{\"b\":null,\"c\":[]}}"
            })
    void spellingsOfTheSameAreTheSame(String one, String other) {
        assertThat(json.of(one.getBytes(UTF_8))).isPresent();
        assertThat(json.of(one.getBytes(UTF_8)).orElseThrow())
                .isEqualTo(json.of(other.getBytes(UTF_8)).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"a\":null} | {}", "[1,2] | [2,1]", "{\"a\":\"1\"} | {\"a\":1}", "{\"a\":0.1} | {\"a\":0.2}"})
    void whatDiffersDiffers(String one, String other) {
        assertThat(json.of(one.getBytes(UTF_8)).orElseThrow())
                .isNotEqualTo(json.of(other.getBytes(UTF_8)).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"amount\":9007199254740993}",
                "{\"amount\":0.10000000000000000001}",
                "{\"amount\":1e400}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":1} {\"b\":2}",
                "{\"a\":1",
                "",
                "no json"
            })
    void whatWouldLoseSomethingHasNoForm(String text) {
        assertThat(json.of(text.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void bytesThatAreNoUtf8HaveNoForm() {
        assertThat(json.of("{\"a\":\"\u00e4\"}".getBytes(ISO_8859_1))).isEmpty();
    }

    @Test
    void nestingWithoutEndIsNotFollowed() {
        assertThat(json.of("[".repeat(500_000).getBytes(UTF_8))).isEmpty();
        assertThat(json.of(("[".repeat(5_000) + "]".repeat(5_000)).getBytes(UTF_8)))
                .isEmpty();
    }
}
