package io.oncegate.redis;

import static io.oncegate.core.Sample.ANOTHER_ORDER;
import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.asking;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.id;
import static io.oncegate.core.Sample.request;
import static io.oncegate.core.StoreUnderTest.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.KillArgs;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.EntryId;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** A claim that has to wait for replicas counts once they have it, and nothing else waits. */
class ReplicaWaitTest {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Pattern HELD_UP = Pattern.compile("id=(\\d+) .*cmd=wait ");

    private final LocalReplicas redis = new LocalReplicas(2);

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void aGrantedClaimIsOnAsManyReplicasAsWereWaitedFor() {
        IdempotencyStore store = redis.waitingFor(2, LONG);
        List<EntryId> ids = granted(store, 200);

        for (EntryId id : ids) {
            assertThat(redis.replica(0).record(id)).isPresent();
            assertThat(redis.replica(1).record(id)).isPresent();
        }
    }

    @Test
    void aReplicaThatIsPromotedHasEveryClaimThatWasGranted() {
        IdempotencyStore store = redis.waitingFor(2, LONG);
        List<EntryId> ids = granted(store, 200);

        redis.primary().kill();
        redis.replica(1).commands().replicaofNoOne();

        assertThat(ids).allSatisfy(id -> assertThat(redis.replica(1).record(id)).isPresent());
    }

    @Test
    void aClaimThatTooFewReplicasHaveIsAnErrorAndCanBeGivenBackAtOnce() {
        IdempotencyStore store = redis.waitingFor(2, SHORT);
        awaitGranted(store, request(id("before")));
        redis.replica(0).pause();
        ClaimRequest request = request(id("k"));

        assertThatThrownBy(() -> result(store.claim(request)))
                .hasMessageContaining("1 of 2 replicas had the claim within 200 ms");

        // as the engine does
        ClaimOutcome again = result(store.claimToGiveBack(request));
        Claim claim = ((ClaimOutcome.Granted) again).claim();
        assertThat(result(store.settle(claim, new Ending.NotExecuted()))).isEqualTo(Settlement.LANDED);
        assertThat(redis.primary().record(request.id())).isEmpty();
        redis.replica(0).resume();
        awaitGranted(store, by(OTHER, request));
    }

    /** Tries until replicas are as quick as the store wants them, which on a busy machine takes more than one try. */
    private static void awaitGranted(IdempotencyStore store, ClaimRequest request) {
        await().untilAsserted(() -> assertThat(result(store.claim(request).onErrorReturn(new ClaimOutcome.Mismatch())))
                .isInstanceOf(ClaimOutcome.Granted.class));
    }

    @Test
    void moreReplicasThanAreWaitedForMayBeAway() {
        redis.replica(0).pause();

        assertThat(result(redis.waitingFor(1, LONG).claim(request(id("k"))))).isInstanceOf(ClaimOutcome.Granted.class);
        assertThat(redis.replica(1).record(id("k"))).isPresent();
    }

    @Test
    void whatCameWhileReplicasWereWaitedForIsWaitedForTogether() {
        IdempotencyStore store = redis.waitingFor(2, LONG);
        granted(store, 1);
        redis.replica(0).pause();
        long before = redis.primary().calls("wait");
        CompletableFuture<ClaimOutcome> first =
                store.claim(request(id("first"))).toFuture();
        redis.awaitHeldUp(1);

        List<CompletableFuture<ClaimOutcome>> more = IntStream.range(0, 500)
                .mapToObj(i -> store.claim(request(id("more-" + i))).toFuture())
                .toList();
        await().until(() -> redis.primary().record(id("more-499")).isPresent());
        // what is held up has no statistics yet
        assertThat(redis.primary().calls("wait") - before).isLessThanOrEqualTo(1);
        redis.replica(0).resume();

        assertThat(more).allSatisfy(it -> assertThat(it.join()).isInstanceOf(ClaimOutcome.Granted.class));
        assertThat(first.join()).isInstanceOf(ClaimOutcome.Granted.class);
        // and one or two for those whose first answer came late
        assertThat(redis.primary().calls("wait") - before).isBetween(2L, 5L);
    }

    @Test
    void nothingButANewClaimIsBehindOneThatWaits() {
        IdempotencyStore store = redis.waitingFor(2, LONG);
        Claim running = claim(store, id("running"));
        Claim done = claim(store, id("done"));
        redis.replica(0).pause();
        CompletableFuture<ClaimOutcome> waiting = store.claim(request(id("k"))).toFuture();
        redis.awaitHeldUp(1);

        assertThat(result(store.renew(running))).isEqualTo(Settlement.LANDED);
        assertThat(result(store.settle(done, new Ending.Completed(CREATED)))).isEqualTo(Settlement.LANDED);
        assertThat(result(store.claim(by(OTHER, done.request())))).isEqualTo(new ClaimOutcome.Replay(CREATED));
        assertThat(result(store.claim(by(OTHER, running.request())))).isInstanceOf(ClaimOutcome.Busy.class);
        assertThat(result(store.claim(asking(ANOTHER_ORDER, by(OTHER, done.request())))))
                .isEqualTo(new ClaimOutcome.Mismatch());

        assertThat(waiting).isNotDone();
        redis.awaitHeldUp(1);
        redis.replica(0).resume();
        assertThat(waiting.join()).isInstanceOf(ClaimOutcome.Granted.class);
    }

    @Test
    void aClaimWhoseConnectionIsLostWhileItWaitsIsWaitedForAgain() {
        IdempotencyStore store = redis.waitingFor(2, LONG);
        granted(store, 1);
        redis.replica(0).pause();
        long renewals = redis.primary().calls("pexpire");
        CompletableFuture<ClaimOutcome> waiting = store.claim(request(id("k"))).toFuture();
        redis.awaitHeldUp(1);
        String heldUp = heldUp();

        redis.primary().commands().clientKill(KillArgs.Builder.id(Long.parseLong(heldUp)));

        // a new connection that only asked for replicas would be told at once that all have what it wrote: nothing
        await().untilAsserted(() -> assertThat(heldUp()).isNotEqualTo(heldUp).isNotEmpty());
        assertThat(waiting).isNotDone();
        redis.replica(0).resume();
        assertThat(waiting.join()).isInstanceOf(ClaimOutcome.Granted.class);
        assertThat(redis.primary().calls("pexpire") - renewals).isEqualTo(2);
    }

    private String heldUp() {
        Matcher client = HELD_UP.matcher(redis.primary().commands().clientList());
        return client.find() ? client.group(1) : "";
    }

    @Test
    void aPrimaryThatHasNotSeenTheScriptIsSentItsSource() {
        IdempotencyStore store = redis.waitingFor(2, LONG);
        granted(store, 1);
        redis.primary().commands().scriptFlush();

        granted(store, 200);
    }

    @Test
    void aClaimThatThePrimaryOfNowDoesNotHaveIsAnError() {
        try (LocalReplicas successor = new LocalReplicas(1)) {
            IdempotencyStore store = new RedisIdempotencyStore(
                    redis.connection(), AnswerSeal.plain(), new ReplicaWait(successor.connection(), 1, LONG));

            assertThatThrownBy(() -> result(store.claim(request(id("k"))))).hasMessageContaining("lost");
        }
    }

    @Test
    void aReplicaTakesNoClaimsAndWaitsForNobody() {
        IdempotencyStore store = redis.waitingFor(2, LONG);
        granted(store, 1);
        redis.primary().commands().replicaof("127.0.0.1", 1);

        assertThatThrownBy(() -> result(store.claim(request(id("k"))))).hasMessageContaining("READONLY");
    }

    private static List<EntryId> granted(IdempotencyStore store, int count) {
        List<EntryId> ids =
                IntStream.range(0, count).mapToObj(i -> id(count + "-" + i)).toList();
        List<ClaimOutcome> outcomes = result(Flux.fromIterable(ids)
                .flatMap(id -> store.claim(request(id)), 64)
                .collectList());
        assertThat(outcomes).hasSize(count).allSatisfy(outcome -> assertThat(outcome)
                .isInstanceOf(ClaimOutcome.Granted.class));
        return ids;
    }

    private static Claim claim(IdempotencyStore store, EntryId id) {
        return ((ClaimOutcome.Granted) result(store.claim(request(id)))).claim();
    }
}
