package io.oncegate.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 3, what is a key and what is none. */
class KeyHeaderTest {

    private static final String LONGEST = "k".repeat(255);

    @Test
    void noFieldLineIsNoKey() {
        assertThat(KeyHeader.parse(List.of())).isEqualTo(new KeyHeader.Absent());
    }

    @Test
    void eachCaseFoldsToItsOwnFunction() {
        assertThat(List.of(List.<String>of(), List.of("abc"), List.of("a,b")))
                .extracting(lines ->
                        KeyHeader.parse(lines).<String>fold(() -> "absent", IdempotencyKey::value, fault -> "fault"))
                .containsExactly("absent", "abc", "fault");
    }

    @Nested
    class WellFormed {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "abc",
                    "8e03978e-40d5-43dd-bc93-6894a57f9324",
                    "a b",
                    "a:b/c?d=e",
                    "back\\slash",
                    "{braces}",
                    "~!@#$%^&*()_+",
                    "0"
                })
        void bareValueIsTheKey(String value) {
            assertThat(key(value)).contains(value);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {"\"abc\" | abc", "\"a,b;c=d\" | a,b;c=d", "\"a\\\"b\" | a\"b", "\"a\\\\b\" | a\\b"})
        void quotedValueIsTheKeyWithoutQuotesAndEscapes(String line, String expected) {
            assertThat(key(line)).contains(expected);
        }

        @Test
        void quotedAndBareAreOneKey() {
            assertThat(KeyHeader.parse(List.of("\"abc\""))).isEqualTo(KeyHeader.parse(List.of("abc")));
        }

        @Test
        void twoSpellingsOfOneCharacterAreOneKey() {
            assertThat(KeyHeader.parse(List.of("\"a\\\\b\""))).isEqualTo(KeyHeader.parse(List.of("a\\b")));
        }

        @Test
        void keysDifferByCase() {
            assertThat(KeyHeader.parse(List.of("abc"))).isNotEqualTo(KeyHeader.parse(List.of("ABC")));
        }

        @ParameterizedTest
        @ValueSource(strings = {" abc", "abc ", "\tabc\t", " \"abc\" "})
        void whitespaceAroundTheFieldValueIsNotPartOfTheKey(String line) {
            assertThat(key(line)).contains("abc");
        }

        @Test
        void twoHundredAndFiftyFiveCharactersAreFine() {
            assertThat(key(LONGEST)).contains(LONGEST);
            assertThat(key('"' + LONGEST + '"')).contains(LONGEST);
            assertThat(key('"' + "x\\\"".repeat(127) + '"'))
                    .hasValueSatisfying(key -> assertThat(key).hasSize(254));
        }
    }

    @Nested
    class Malformed {

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\t", "\"\""})
        void emptyIsNoKey(String line) {
            assertThat(fault(line)).contains("empty");
        }

        @Test
        void twoHundredAndFiftySixCharactersAreTooMany() {
            assertThat(fault(LONGEST + "k")).contains("longer than 255");
            assertThat(fault('"' + LONGEST + "k\"")).contains("longer than 255");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a\u0000b",
                    "a\tb",
                    "a\nb",
                    "a\u007fb",
                    "a\u0080b",
                    "k\u00e9y",
                    "\u043a\u043b\u044e\u0447",
                    "\ud83d\ude00",
                    "\u00a0abc"
                })
        void charactersOutsidePrintableAsciiAreRefusedBareAndQuoted(String value) {
            assertThat(fault(value)).contains("printable ASCII");
            assertThat(fault('"' + value + '"')).contains("printable ASCII");
        }

        @Test
        void twoFieldLinesAreRefusedEvenIfTheyAgree() {
            assertThat(malformed(List.of("abc", "def"))).contains("more than once");
            assertThat(malformed(List.of("abc", "abc"))).contains("more than once");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a,b",
                    "a, b",
                    ",a",
                    "a,",
                    "abc;v=1",
                    "abc ;v",
                    "\"a\",\"b\"",
                    "\"a\", \"b\"",
                    "\"abc\";v=1",
                    "\"abc\" x",
                    "\"a\"b"
                })
        void listOrParametersAreRefused(String line) {
            assertThat(fault(line)).contains("list or");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"", "\"abc", "\"abc\\\""})
        void unterminatedQuoteIsRefused(String line) {
            assertThat(fault(line)).contains("no closing quote");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"a\\bc\"", "\"abc\\", "\"a\\nb\"", "\"\\u0041\""})
        void backslashThatEscapesNothingIsRefused(String line) {
            assertThat(fault(line)).contains("backslash");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a\"b", "abc\"", "a\"b\""})
        void quoteInsideABareKeyIsRefused(String line) {
            assertThat(fault(line)).contains("quote inside");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\" abc\"", "\"abc \"", "\" \"", "\"\\\"abc\""})
        void keyThatWouldBeAnotherOnceSentBareIsRefused(String line) {
            assertThat(fault(line)).contains("begins or ends with a space, or begins with a quote");
        }

        @Test
        void faultNeverRepeatsTheValue() {
            assertThat(List.of(
                            "s3cret,x", "s3cret\u0001", "\"s3cret", "\"s3cret\\x\"", "s3cret\"", "s3cret".repeat(60)))
                    .allSatisfy(line -> assertThat(fault(line)).doesNotContain("s3cret"));
        }
    }

    @Nested
    class BareKey {

        @ParameterizedTest
        @ValueSource(strings = {"", " a", "a ", "\"a", "a\nb", "\u00e9"})
        void cannotExistMalformed(String value) {
            assertThatIllegalArgumentException().isThrownBy(() -> new IdempotencyKey(value));
        }

        @Test
        void readsAsItself() {
            assertThat(new IdempotencyKey(LONGEST)).hasToString(LONGEST);
            assertThatIllegalArgumentException().isThrownBy(() -> new IdempotencyKey(LONGEST + "k"));
        }
    }

    private static Optional<String> key(String line) {
        return KeyHeader.parse(List.of(line))
                .fold(Optional::empty, key -> Optional.of(key.value()), fault -> Optional.empty());
    }

    private static String fault(String line) {
        return malformed(List.of(line));
    }

    private static String malformed(List<String> lines) {
        return KeyHeader.parse(lines).fold(() -> "absent", key -> "well-formed", fault -> fault);
    }
}
