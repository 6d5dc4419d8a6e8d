package io.oncegate.core;

import static io.oncegate.core.Sample.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Hints: they may be missing, and they are hardly ever wrong. */
class HeardAnswersTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final HeardAnswers heard = new HeardAnswers(time);

    @Test
    void whatWasAddedIsThereUntilItIsRemoved() {
        assertThat(heard.has(id("k"))).isFalse();
        assertThat(heard.hasKey(id("k").key())).isFalse();

        add(id("k"));

        assertThat(heard.has(id("k"))).isTrue();
        assertThat(heard.hasKey(id("k").key())).isTrue();

        heard.remove(id("k"));

        assertThat(heard.has(id("k"))).isFalse();
        assertThat(heard.hasKey(id("k").key())).isFalse();
    }

    @Test
    void aKeyOfSomebodyElseIsAnotherEntry() {
        add(id("orders", "alice", "k"));

        assertThat(heard.has(id("orders", "bob", "k"))).isFalse();
        assertThat(heard.has(id("payments", "alice", "k"))).isFalse();
        assertThat(heard.hasKey(id("orders", "bob", "k").key())).isTrue();
    }

    @Test
    void toRemoveWhatIsNotThereRemovesNothing() {
        add(id("orders", "alice", "k"));
        heard.remove(id("orders", "bob", "k"));
        assertThat(heard.has(id("orders", "alice", "k"))).isTrue();
    }

    @Test
    void aKeyWhoseHashIsNoughtIsAKeyToo() {
        assertThat("f5a5a608").hasSameHashCodeAs("");
        add(id("f5a5a608"));
        assertThat(heard.has(id("f5a5a608"))).isTrue();
        assertThat(heard.hasKey(id("f5a5a608").key())).isTrue();
    }

    @Test
    void ofTenThousandNewOnesNearlyAllAreThere() {
        IntStream.range(0, 10_000).forEach(i -> add(id("key-" + i)));
        assertThat(IntStream.range(0, 10_000).filter(i -> heard.has(id("key-" + i))))
                .hasSizeGreaterThan(9_000);
        assertThat(IntStream.range(0, 10_000).filter(i -> heard.has(id("other-" + i))))
                .isEmpty();
    }

    @Test
    void moreThanItHasPlacesForTakeThePlacesOfOlderOnes() {
        IntStream.range(0, 8_000_000).forEach(i -> add(id("key-" + i)));
        assertThat(heard.has(id("key-7999999"))).isTrue();
        assertThat(IntStream.range(0, 10_000).filter(i -> heard.has(id("key-" + i))))
                .hasSizeLessThan(100);
    }

    @Test
    void anAnswerIsThereForHalfOfItsRetention() {
        time.advanceTimeBy(Duration.ofSeconds(100));
        long asked = heard.now();
        // the store took its time
        time.advanceTimeBy(Duration.ofSeconds(5));
        heard.add(id("k"), asked, Duration.ofSeconds(60));

        time.advanceTimeBy(Duration.ofSeconds(24));
        assertThat(heard.has(id("k"))).isTrue();
        assertThat(heard.hasKey(id("k").key())).isTrue();
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(heard.has(id("k"))).isFalse();
        assertThat(heard.hasKey(id("k").key())).isFalse();
    }

    @Test
    void timesMayBeAsLongAsTheyMay() {
        heard.add(id("k"), heard.now(), Duration.ofDays(1_000_000));
        time.advanceTimeBy(Duration.ofDays(3650));
        assertThat(heard.has(id("k"))).isTrue();
        heard.add(id("brief"), heard.now(), Duration.ofMillis(1_999));
        assertThat(heard.has(id("brief"))).isFalse();
    }

    private void add(EntryId id) {
        heard.add(id, heard.now(), Duration.ofHours(24));
    }
}
