package io.oncegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every count of what callers have has to pass; empty before each test. */
public interface CallerUsageContract {

    Scope ALICE = new Scope("orders", "alice");
    Duration WINDOW = Duration.ofHours(24);
    CallerLimits TWO_KEYS = new CallerLimits(2, Long.MAX_VALUE);
    CallerLimits TEN_BYTES = new CallerLimits(Long.MAX_VALUE, 10);

    CallerUsage usage();

    /** Lets whole hours pass for what was counted. */
    void advanceHours(int hours);

    @Test
    default void asManyKeysAsTheLimitAllows() {
        assertThat(take(ALICE, TWO_KEYS)).isEmpty();
        assertThat(take(ALICE, TWO_KEYS)).isEmpty();
        assertThat(take(ALICE, TWO_KEYS)).isPresent();
    }

    @Test
    default void whatWasRefusedIsNotCounted() {
        take(ALICE, TWO_KEYS);
        take(ALICE, TWO_KEYS);
        take(ALICE, TWO_KEYS);
        add(-1, 0);

        assertThat(take(ALICE, TWO_KEYS)).isEmpty();
    }

    @Test
    default void aKeyThatIsFreeAgainMakesRoom() {
        take(ALICE, TWO_KEYS);
        take(ALICE, TWO_KEYS);
        advanceHours(1);
        add(-1, 0);

        assertThat(take(ALICE, TWO_KEYS)).isEmpty();
        assertThat(take(ALICE, TWO_KEYS)).isPresent();
    }

    @Test
    default void nothingMoreOnceTheBytesAreThere() {
        add(0, 9);
        assertThat(take(ALICE, TEN_BYTES)).isEmpty();
        add(0, 500);
        assertThat(take(ALICE, TEN_BYTES)).isPresent();
    }

    @Test
    default void eachCallerAndEachNamespaceHasItsOwn() {
        take(ALICE, TWO_KEYS);
        take(ALICE, TWO_KEYS);

        assertThat(take(new Scope("orders", "bob"), TWO_KEYS)).isEmpty();
        assertThat(take(new Scope("refunds", "alice"), TWO_KEYS)).isEmpty();
    }

    @Test
    default void countsForTheWholeWindowAndNotMuchLonger() {
        take(ALICE, TWO_KEYS);
        take(ALICE, TWO_KEYS);

        advanceHours(24);
        assertThat(take(ALICE, TWO_KEYS)).isPresent();
        advanceHours(1);
        assertThat(take(ALICE, TWO_KEYS)).isEmpty();
    }

    @Test
    default void saysWhenTheOldestNoLongerCount() {
        take(ALICE, TWO_KEYS);
        advanceHours(10);
        take(ALICE, TWO_KEYS);

        Duration wait = take(ALICE, TWO_KEYS).orElseThrow();

        assertThat(wait).isBetween(Duration.ofHours(14), Duration.ofHours(15));
    }

    @Test
    default void saysWhenEnoughOfTheBytesNoLongerCount() {
        add(0, 1);
        advanceHours(10);
        add(0, 20);
        advanceHours(1);

        Duration wait = take(ALICE, TEN_BYTES).orElseThrow();

        assertThat(wait).isBetween(Duration.ofHours(23), Duration.ofHours(24));
    }

    @Test
    default void countsOfAnotherWindowAreForgotten() {
        usage().add(ALICE, Duration.ofMinutes(24), 500, 0).block();

        assertThat(take(ALICE, TWO_KEYS)).isEmpty();
        assertThat(take(ALICE, TWO_KEYS)).isEmpty();
        assertThat(take(ALICE, TWO_KEYS)).isPresent();
    }

    private void add(long keys, long bytes) {
        usage().add(ALICE, WINDOW, keys, bytes).block();
    }

    private Optional<Duration> take(Scope scope, CallerLimits limits) {
        return usage().take(scope, limits, WINDOW).blockOptional().orElseThrow();
    }
}
