package io.oncegate.core;

import static io.oncegate.core.Sample.ANOTHER_ORDER;
import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.LEASE;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.RETENTION;
import static io.oncegate.core.Sample.asking;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.deduplicating;
import static io.oncegate.core.Sample.id;
import static io.oncegate.core.Sample.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** The part of the store contract about who gets a claim. */
public interface ClaimContract extends StoreUnderTest {

    @Test
    default void freshKeyIsGrantedAsTheFirstAttempt() {
        ClaimRequest request = request(id("fresh"));

        assertThat(claim(request)).isEqualTo(new ClaimOutcome.Granted(new Claim(request, 1)));
    }

    @Test
    default void keyInFlightIsBusyForWhatIsLeftOfTheLease() {
        granted(request(id("busy")));

        isBusy(by(OTHER, request(id("busy"))), LEASE);
        advance(LEASE.minusSeconds(12));
        isBusy(deduplicating(by(OTHER, request(id("busy")))), Duration.ofSeconds(12));
    }

    @Test
    default void anotherRequestInFlightIsAMismatchNotBusy() {
        granted(request(id("mismatch")));

        assertThat(claim(asking(ANOTHER_ORDER, by(OTHER, request(id("mismatch"))))))
                .isEqualTo(new ClaimOutcome.Mismatch());
    }

    @Test
    default void anotherRequestIsAMismatchInEveryState() {
        ClaimRequest another = deduplicating(asking(ANOTHER_ORDER, by(OTHER, request(id("states")))));
        Claim claim = granted(request(id("states")));
        advance(LEASE);
        assertThat(claim(another)).as("lapsed").isEqualTo(new ClaimOutcome.Mismatch());
        settle(claim, new Ending.Unknown());
        assertThat(claim(another)).as("unknown").isEqualTo(new ClaimOutcome.Mismatch());
        complete(claim, Sample.TOO_LARGE);
        assertThat(claim(another)).as("not kept").isEqualTo(new ClaimOutcome.Mismatch());
        complete(claim, CREATED);
        assertThat(claim(another)).as("kept").isEqualTo(new ClaimOutcome.Mismatch());
        advance(RETENTION);
        assertThat(claim(another)).as("expired").isEqualTo(new ClaimOutcome.Mismatch());
    }

    @Test
    default void routeThatLooksAtTheKeyOnlyTakesAnyRequestForTheSame() {
        complete(granted(asking(Fingerprint.KEY_ONLY, request(id("key-only")))), CREATED);

        assertThat(claim(request(id("key-only")))).isEqualTo(new ClaimOutcome.Replay(CREATED));
        complete(granted(request(id("printed"))), CREATED);
        assertThat(claim(asking(Fingerprint.KEY_ONLY, request(id("printed")))))
                .isEqualTo(new ClaimOutcome.Replay(CREATED));
    }

    @Test
    default void ofManyClaimantsAtOnceExactlyOneIsGranted() {
        List<ClaimOutcome> outcomes =
                StoreUnderTest.result(Flux.fromStream(LongStream.range(0, 64).boxed())
                        .flatMap(token -> store().claim(by(new ClaimToken(token), request(id("race")))), 64)
                        .collectList());

        assertThat(outcomes)
                .hasSize(64)
                .filteredOn(ClaimOutcome.Granted.class::isInstance)
                .hasSize(1);
        assertThat(outcomes).filteredOn(ClaimOutcome.Busy.class::isInstance).hasSize(63);
    }

    @Test
    default void claimRepeatedByTheDriverRecognisesItsOwnToken() {
        ClaimRequest request = request(id("own"));
        Claim first = granted(request);

        assertThat(claim(request)).isEqualTo(new ClaimOutcome.Granted(first));
        isBusy(by(OTHER, request), LEASE);
    }

    @Test
    default void claimRepeatedAfterItsLeaseLapsedIsLeasedAfreshAsTheSameAttempt() {
        ClaimRequest request = request(id("own-lapsed"));
        Claim first = granted(request);
        advance(LEASE);

        assertThat(claim(request)).isEqualTo(new ClaimOutcome.Granted(first));
        isBusy(by(OTHER, request), LEASE);
    }

    @Test
    default void twoCallersWithOneKeyNeverSeeEachOther() {
        ClaimRequest alices = request(id("orders", "alice", "same"));
        complete(granted(alices), CREATED);

        Claim bobs = granted(asking(ANOTHER_ORDER, request(id("orders", "bob", "same"))));
        settle(bobs, new Ending.NotExecuted());
        assertThat(claim(alices)).isEqualTo(new ClaimOutcome.Replay(CREATED));
    }

    @Test
    default void twoNamespacesWithOneKeyNeverSeeEachOther() {
        granted(request(id("orders", "alice", "same")));

        granted(asking(ANOTHER_ORDER, request(id("refunds", "alice", "same"))));
    }

    @Test
    default void partsOfAnIdentityCannotBeShiftedIntoEachOther() {
        for (EntryId id : List.of(
                id("a", "b:c", "k"),
                id("a:b", "c", "k"),
                id("a", "b", "c:k"),
                id("a%3Ab", "c", "k"),
                id("A", "b:c", "k"))) {
            granted(asking(new Fingerprint(id.hashCode(), 1), request(id)));
        }
    }
}
