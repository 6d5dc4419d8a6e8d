package io.oncegate.redis;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.id;
import static io.oncegate.core.Sample.request;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntrySummary;
import io.oncegate.core.Settlement;
import io.oncegate.core.StoreUnderTest;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;

/** Who waits hears of the end from Redis, whichever gateway the owner is at. */
class SettledChannelTest {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final ClaimRequest REQUEST = request(id("k, {1}"));
    private static final ClaimRequest OTHERS = by(OTHER, REQUEST);
    private static final Ending COMPLETED = new Ending.Completed(CREATED);

    private final List<EntryId> heard = new CopyOnWriteArrayList<>();
    private final RedisIdempotencyStore store = REDIS.store();
    private final Disposable listening = store.settled().subscribe(heard::add);

    @BeforeEach
    void awaitSubscription() {
        await().until(() -> listeners() == 1);
    }

    @AfterEach
    void stopListening() {
        listening.dispose();
        await().until(() -> listeners() == 0);
    }

    @Test
    void aChangeByHandIsHeard() {
        settle(granted(REQUEST), new Ending.Unknown());
        EntrySummary seen = StoreUnderTest.result(REDIS.admin().find(REQUEST.id()))
                .orElseThrow()
                .summary();

        StoreUnderTest.result(REDIS.admin().release(seen.id(), seen.version()));

        await().untilAsserted(() -> assertThat(heard).containsExactly(REQUEST.id()));
    }

    @Test
    void anEndThatSomebodyWaitsForIsHeard() {
        Claim claim = granted(REQUEST);
        isBusy(OTHERS);
        settle(claim, COMPLETED);
        await().untilAsserted(() -> assertThat(heard).containsExactly(REQUEST.id()));
    }

    @Test
    void aReleaseIsHeardToo() {
        Claim claim = granted(REQUEST);
        isBusy(OTHERS);
        settle(claim, new Ending.NotExecuted());
        await().untilAsserted(() -> assertThat(heard).containsExactly(REQUEST.id()));
    }

    @Test
    void aKeyThatNobodyContendsForPublishesNothing() {
        settle(granted(REQUEST), COMPLETED);
        settle(granted(request(id("another"))), new Ending.NotExecuted());
        // heard after whatever had been published before it
        publish(RedisKeys.of(id("last")));
        await().untilAsserted(() -> assertThat(heard).containsExactly(id("last")));
    }

    @Test
    void theMarkOutlivesARenewal() {
        Claim claim = granted(REQUEST);
        isBusy(OTHERS);
        assertThat(store.renew(claim).block()).isEqualTo(Settlement.LANDED);
        settle(claim, COMPLETED);
        await().untilAsserted(() -> assertThat(heard).containsExactly(REQUEST.id()));
    }

    @Test
    void whatIsNoKeyIsNotHeard() {
        publish("nonsense");
        publish(RedisKeys.of(id("last")));
        await().untilAsserted(() -> assertThat(heard).containsExactly(id("last")));
    }

    @Test
    void listeningGoesOnAfterTheConnectionWasLost() {
        REDIS.commands().clientKill(KillArgs.Builder.typePubsub());
        await().until(() -> listeners() == 1);
        publish(RedisKeys.of(id("last")));
        await().untilAsserted(() -> assertThat(heard).containsExactly(id("last")));
    }

    @Test
    void aUserWithoutARightToTheChannelSettlesAllTheSame() {
        REDIS.commands()
                .aclSetuser(
                        "mute",
                        AclSetuserArgs.Builder.on()
                                .addPassword("secret")
                                .allKeys()
                                .allCommands()
                                .resetChannels());
        RedisURI uri = REDIS.uri();
        RedisClient client = RedisClient.create(
                RedisURI.builder(uri).withAuthentication("mute", "secret").build());
        try {
            RedisIdempotencyStore muted = new RedisIdempotencyStore(new RedisConnection(() -> client));
            Claim claim = ((ClaimOutcome.Granted)
                            Objects.requireNonNull(muted.claim(REQUEST).block()))
                    .claim();
            assertThat(muted.claim(OTHERS).block()).isInstanceOf(ClaimOutcome.Busy.class);
            assertThat(muted.settle(claim, COMPLETED).block()).isEqualTo(Settlement.LANDED);
            assertThat(store.claim(OTHERS).block()).isEqualTo(new ClaimOutcome.Replay(CREATED));
        } finally {
            client.shutdown();
        }
    }

    private static void publish(String message) {
        REDIS.commands().publish(SettledChannel.NAME.getBytes(US_ASCII), message.getBytes(US_ASCII));
    }

    private static long listeners() {
        byte[] channel = SettledChannel.NAME.getBytes(US_ASCII);
        return REDIS.commands().pubsubNumsub(channel).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private Claim granted(ClaimRequest request) {
        return ((ClaimOutcome.Granted)
                        Objects.requireNonNull(store.claim(request).block()))
                .claim();
    }

    private void isBusy(ClaimRequest request) {
        assertThat(store.claim(request).block()).isInstanceOf(ClaimOutcome.Busy.class);
    }

    private void settle(Claim claim, Ending ending) {
        assertThat(store.settle(claim, ending).block()).isEqualTo(Settlement.LANDED);
    }
}
