package io.oncegate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {

    @Test
    void oneLineOfPrintableAsciiNamesTheCaller() {
        assertThat(Caller.named(List.of("alice"))).contains(new Caller("alice"));
        assertThat(Caller.named(List.of("a".repeat(255)))).isPresent();
    }

    @Test
    void noLineOrTwoNameNobody() {
        assertThat(Caller.named(List.of())).isEmpty();
        assertThat(Caller.named(List.of("alice", "bob"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00e9lise", "\u5f20\u4e09", "a\tb", "a\u0000"})
    void aNameThatAHeaderDoesNotCarryFaithfullyNamesNobody(String name) {
        assertThat(Caller.named(List.of(name))).isEmpty();
        assertThat(Caller.named(List.of("a".repeat(256)))).isEmpty();
    }
}
