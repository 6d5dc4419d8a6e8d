package io.oncegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** A store, its time, and words to ask it with. */
public interface StoreUnderTest {

    Duration DEADLINE = Duration.ofSeconds(10);

    IdempotencyStore store();

    /** Lets time pass for everything that is stored. */
    void advance(Duration by);

    /** Loses everything that is stored, as a flush or a failover does. */
    void lose();

    default ClaimOutcome claim(ClaimRequest request) {
        return result(store().claim(request));
    }

    /** What is recalled, if anything. */
    default Optional<Answer.Kept> recall(ClaimRequest request) {
        return store().recall(request).blockOptional(DEADLINE);
    }

    /** The claim, which has to be granted. */
    default Claim granted(ClaimRequest request) {
        ClaimOutcome outcome = claim(request);
        assertThat(outcome).isInstanceOf(ClaimOutcome.Granted.class);
        return ((ClaimOutcome.Granted) outcome).claim();
    }

    default Settlement renew(Claim claim) {
        return result(store().renew(claim));
    }

    default Settlement settle(Claim claim, Ending ending) {
        return result(store().settle(claim, ending));
    }

    default Settlement complete(Claim claim, Answer answer) {
        return settle(claim, new Ending.Completed(answer));
    }

    default void isBusy(ClaimRequest request, Duration atMost) {
        ClaimOutcome outcome = claim(request);
        assertThat(outcome).isInstanceOf(ClaimOutcome.Busy.class);
        // a real Redis has a clock of its own, which goes on a little during a test
        assertThat(((ClaimOutcome.Busy) outcome).leaseLeft()).isBetween(atMost.minus(DEADLINE), atMost);
    }

    static <T> T result(Mono<T> publisher) {
        return Objects.requireNonNull(publisher.block(DEADLINE));
    }
}
