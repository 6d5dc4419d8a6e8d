package io.oncegate.core;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Waiting in line for an entry in flight: woken rather than polling, and never more than is taken on (contract 3). */
class EngineWaitTest extends EngineInVirtualTime {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Ending COMPLETED = new Ending.Completed(CREATED);

    private final Claim owner = claimed(OTHERS);

    @Test
    void everybodyInLineHasTheAnswerTheMomentTheOwnerSettlesInThisProcess() {
        List<List<Object>> waiting = waiters(4);

        signals(engine.run(owner, Mono.just(COMPLETED)));

        assertThat(waiting).allSatisfy(signals -> assertThat(signals)
                .containsExactly(new ClaimOutcome.Replay(CREATED), "complete"));
    }

    @Test
    void everybodyInLineHasTheAnswerTheMomentItIsHeardOfFromAnotherProcess() {
        Disposable background = engine.background().subscribe();
        List<List<Object>> waiting = waiters(4);
        settledElsewhere(COMPLETED);
        assertThat(waiting).allSatisfy(signals -> assertThat(signals).isEmpty());

        store.settled.tryEmitNext(owner.id()).orThrow();

        assertThat(waiting).allSatisfy(signals -> assertThat(signals).hasSize(2));
        background.dispose();
    }

    @Test
    void aWaitIsToldWithItsOutcomeAndHowLongItTook() {
        List<List<Object>> waiting = waiters(2);
        advance(Duration.ofSeconds(3));
        assertThat(times).noneMatch(time -> time.startsWith("waited"));

        signals(engine.run(owner, Mono.just(COMPLETED)));

        assertThat(waiting).hasSize(2);
        assertThat(times)
                .filteredOn(time -> time.startsWith("waited"))
                .containsExactly("waited for Replay PT3S", "waited for Replay PT3S");
    }

    @Test
    void whoWaitsInVainIsToldToHaveWaitedToo() {
        waiters(1);

        advance(WAIT);

        assertThat(times).contains("waited for Busy PT10S");
    }

    @Test
    void onlyTheFirstInLinePolls() {
        waiters(5);
        int before = store.calls.size();

        advance(Duration.ofMillis(25 + 50 + 100 + 200 + 4 * 250));

        assertThat(store.calls).hasSize(before + 8);
    }

    @Test
    void whatTheFirstInLineFindsByPollingTheOthersLearnAtOnce() {
        List<List<Object>> waiting = waiters(4);
        settledElsewhere(COMPLETED);

        advance(Duration.ofMillis(25));

        assertThat(waiting).allSatisfy(signals -> assertThat(signals).hasSize(2));
    }

    @Test
    void whenTheFirstInLineLeavesTheNextOnePolls() {
        Disposable first = engine.claim(waiter(0), WAIT).subscribe();
        List<Object> second = signals(engine.claim(waiter(1), WAIT));
        first.dispose();
        settledElsewhere(COMPLETED);

        advance(Duration.ofMillis(50));

        assertThat(second).hasSize(2);
    }

    @Test
    void whenTheOwnerEndsWithoutAnAnswerOneWaiterIsTheNextOwnerAndTheOthersWaitForIt() {
        List<List<Object>> waiting = waiters(4);
        signals(engine.run(owner, Mono.just(new Ending.NotExecuted())));

        List<Object> granted = waiting.stream()
                .filter(signals -> !signals.isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(waiting.stream().filter(List::isEmpty)).hasSize(3);
        assertThat(granted.get(0)).isInstanceOf(ClaimOutcome.Granted.class);

        Claim next = ((ClaimOutcome.Granted) granted.get(0)).claim();
        signals(engine.run(next, Mono.just(COMPLETED)));
        assertThat(waiting.stream().filter(signals -> signals != granted))
                .allSatisfy(signals -> assertThat(signals.get(0)).isEqualTo(new ClaimOutcome.Replay(CREATED)));
    }

    @Test
    void anOwnerThatEndsWhileAWaiterIsAskingIsNotMissed() {
        // the store's answer "busy" is on its way while the owner settles
        store.claims.add(() -> Mono.just(new ClaimOutcome.Busy(LEASE)));
        Sinks.One<ClaimOutcome> slow = Sinks.one();
        store.claims.add(slow::asMono);
        List<Object> waiting = signals(engine.claim(waiter(0), WAIT));
        advance(Duration.ofMillis(25));
        signals(engine.run(owner, Mono.just(COMPLETED)));

        slow.tryEmitValue(new ClaimOutcome.Busy(LEASE)).orThrow();

        assertThat(waiting).containsExactly(new ClaimOutcome.Replay(CREATED), "complete");
    }

    @Test
    void aLineThatIsFullTurnsTheNextOneAwayAtOnce() {
        List<List<Object>> waiting = waiters(WAITERS_PER_ENTRY + 1);

        assertThat(waiting.get(WAITERS_PER_ENTRY)).containsExactly(new ClaimOutcome.Busy(LEASE), "complete");
        assertThat(waiting.subList(0, WAITERS_PER_ENTRY))
                .allSatisfy(signals -> assertThat(signals).isEmpty());
        assertThat(engine.waiters()).isEqualTo(WAITERS_PER_ENTRY);
    }

    @Test
    void noMoreThanSoManyWaitInAll() {
        waiters(WAITERS_PER_ENTRY);
        ClaimRequest another = Sample.request(Sample.id("another"));
        claimed(another);
        List<Object> sixth = signals(engine.claim(Sample.by(new ClaimToken(90), another), WAIT));
        List<Object> seventh = signals(engine.claim(Sample.by(new ClaimToken(91), another), WAIT));
        List<Object> eighth = signals(engine.claim(Sample.by(new ClaimToken(92), another), WAIT));

        assertThat(List.of(sixth, seventh))
                .allSatisfy(signals -> assertThat(signals).isEmpty());
        assertThat(eighth).hasSize(2);
        assertThat(engine.waiters()).isEqualTo(WAITERS);
    }

    @Test
    void whoeverLeftMakesRoom() {
        List<Disposable> waiting = IntStream.range(0, WAITERS_PER_ENTRY)
                .mapToObj(i -> engine.claim(waiter(i), WAIT).subscribe())
                .toList();
        waiting.forEach(Disposable::dispose);
        assertThat(engine.waiters()).isZero();

        assertThat(waiters(WAITERS_PER_ENTRY))
                .allSatisfy(signals -> assertThat(signals).isEmpty());
    }

    private static ClaimRequest waiter(int i) {
        return Sample.by(new ClaimToken(100 + i), REQUEST);
    }

    private List<List<Object>> waiters(int count) {
        List<List<Object>> waiting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            waiting.add(signals(engine.claim(waiter(i), WAIT)));
        }
        return waiting;
    }

    /** As another process does it: past this engine. */
    private void settledElsewhere(Ending ending) {
        store.settle(owner, ending).subscribe();
    }
}
