package io.oncegate.core;

import static io.oncegate.core.Sample.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
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
    void ofTenThousandNewOnesAllAreThere() {
        IntStream.range(0, 10_000).forEach(i -> add(id("key-" + i)));
        assertThat(IntStream.range(0, 10_000)
                        .filter(i -> heard.has(id("key-" + i))
                                && heard.hasKey(id("key-" + i).key())))
                .hasSize(10_000);
        assertThat(IntStream.range(0, 10_000).filter(i -> heard.has(id("other-" + i))))
                .isEmpty();
    }

    /** One key has the same places for all of them. */
    @Test
    void ofMoreThanFourInTheSamePlacesTheOldestIsForgotten() {
        List<EntryId> ids = scopesOfOneKey(5);
        ids.subList(0, 4).forEach(this::add);
        assertThat(ids.subList(0, 4)).allMatch(heard::has);

        add(ids.get(4));

        assertThat(heard.has(ids.get(0))).isFalse();
        assertThat(ids.subList(1, 5)).allMatch(heard::has);
    }

    @Test
    void whatIsAddedAgainTakesNobodysPlace() {
        List<EntryId> ids = scopesOfOneKey(4);
        ids.forEach(this::add);
        add(ids.get(3));
        add(ids.get(0));
        assertThat(ids).allMatch(heard::has);
    }

    @Test
    void whatIsRemovedMakesRoomForAnother() {
        List<EntryId> ids = scopesOfOneKey(5);
        ids.subList(0, 4).forEach(this::add);
        heard.remove(ids.get(2));
        add(ids.get(4));
        assertThat(ids).filteredOn(heard::has).containsExactly(ids.get(0), ids.get(1), ids.get(3), ids.get(4));
    }

    @Test
    void whoseTimeIsOverMakesRoomForAnother() {
        List<EntryId> ids = scopesOfOneKey(5);
        heard.add(ids.get(0), heard.now(), Duration.ofSeconds(60));
        heard.add(ids.get(1), heard.now(), Duration.ofSeconds(20));
        heard.add(ids.get(2), heard.now(), Duration.ofSeconds(60));
        heard.add(ids.get(3), heard.now(), Duration.ofSeconds(60));
        time.advanceTimeBy(Duration.ofSeconds(10));
        add(ids.get(4));
        assertThat(ids).filteredOn(heard::has).containsExactly(ids.get(0), ids.get(2), ids.get(3), ids.get(4));
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

    private static List<EntryId> scopesOfOneKey(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> id("orders", "caller-" + i, "k"))
                .toList();
    }

    private void add(EntryId id) {
        heard.add(id, heard.now(), Duration.ofHours(24));
    }
}
