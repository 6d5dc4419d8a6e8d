package io.oncegate.redis;

import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.request;
import static io.oncegate.core.StoreUnderTest.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.oncegate.core.Answer;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.Ending;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryId;
import io.oncegate.core.Sample;
import io.oncegate.core.Settlement;
import io.oncegate.redis.LossyProxy.Loss;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A call whose reply is lost with its connection is repeated; every other failure is the caller's at once. */
class DroppedConnectionTest {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final EntryId ID = Sample.id("k");

    /** However long a busy machine takes to reconnect. */
    private static final List<Duration> PATIENTLY = Collections.nCopies(400, Duration.ofMillis(20));

    private final LossyProxy proxy = new LossyProxy(REDIS.uri().getPort());
    private final RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", proxy.port()));
    private final RedisConnection connection = new RedisConnection(() -> client);

    DroppedConnectionTest() throws IOException {}

    @BeforeEach
    void scriptsAreKnownToRedis() {
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .build());
        assertThat(claim(Sample.id("before"))).isInstanceOf(ClaimOutcome.Granted.class);
    }

    @AfterEach
    void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        proxy.close();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SILENT")
    void aClaimWhoseReplyIsLostIsRepeatedAndRecognisesItself(Loss loss) {
        proxy.loseNext(loss);

        assertThat(claim(ID)).isEqualTo(new ClaimOutcome.Granted(new Claim(request(ID), 1)));

        assertThat(proxy.lost()).singleElement().isEqualTo(":1\r\n");
        assertThat(proxy.scripts()).hasSize(2);
        assertThat(REDIS.commands().dbsize()).isEqualTo(2); // and the one of before
        Entry entry = RecordCodec.decode(REDIS.record(ID).orElseThrow());
        assertThat(entry).isInstanceOf(Entry.InFlight.class);
        assertThat(entry.head().attempt()).isEqualTo(1);
        assertThat(result(REDIS.store().claim(by(OTHER, request(ID))))).isInstanceOf(ClaimOutcome.Busy.class);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SILENT")
    void aLongAnswerWhoseReplyIsLostIsKeptAllTheSame(Loss loss) {
        RedisIdempotencyStore store = new RedisIdempotencyStore(connection);
        Answer.Kept answer = new Answer.Kept(200, List.of(), new byte[10_000]);
        claim(ID);
        proxy.loseNext(loss);

        Settlement settled = result(store.settle(new Claim(request(ID), 1), new Ending.Completed(answer))
                // however long a busy machine takes to reconnect
                .retry(20));

        assertThat(settled).isEqualTo(Settlement.LANDED);
        assertThat(proxy.lost()).isNotEmpty();
        assertThat(result(REDIS.store().claim(by(OTHER, request(ID))))).isEqualTo(new ClaimOutcome.Replay(answer));
    }

    @Test
    void aLongAnswerThatIsNotAnsweredInTimeIsNotSettledAgain() {
        client.setOptions(ClientOptions.builder()
                .timeoutOptions(TimeoutOptions.enabled(Duration.ofMillis(300)))
                .build());
        RedisConnection hasty = new RedisConnection(() -> client);
        result(hasty.open().thenReturn(true));
        claim(hasty, ID);
        proxy.loseNext(Loss.SILENT);
        Ending answer = new Ending.Completed(new Answer.Kept(200, List.of(), new byte[10_000]));

        assertThatExceptionOfType(RedisCommandTimeoutException.class)
                .isThrownBy(() -> result(new RedisIdempotencyStore(hasty).settle(new Claim(request(ID), 1), answer)));
        assertThat(proxy.scripts()).hasSize(1);
    }

    @Test
    void whatTheServerAnswersIsNotAskedAgain() {
        REDIS.commands().configSet("maxmemory", "1");
        proxy.scripts().clear();
        try {
            assertThatExceptionOfType(RedisException.class)
                    .isThrownBy(() -> claim(ID))
                    .withMessageContaining("OOM");
        } finally {
            REDIS.commands().configSet("maxmemory", "0");
        }
        assertThat(proxy.scripts()).hasSize(1);
    }

    @Test
    void whatIsNotAnsweredInTimeIsNotAskedAgain() {
        client.setOptions(ClientOptions.builder()
                .timeoutOptions(TimeoutOptions.enabled(Duration.ofMillis(300)))
                .build());
        RedisConnection hasty = new RedisConnection(() -> client);
        result(hasty.open().thenReturn(true));
        proxy.loseNext(Loss.SILENT);

        assertThatExceptionOfType(RedisCommandTimeoutException.class).isThrownBy(() -> claim(hasty, ID));
        assertThat(proxy.scripts()).hasSize(1);
    }

    @Test
    void aRedisThatStaysAwayIsTheDriversErrorInTheEnd() {
        proxy.close();

        assertThatExceptionOfType(RedisException.class)
                .isThrownBy(() -> result(new RedisIdempotencyStore(connection).claim(request(ID))))
                .withMessageContaining("onnect");
    }

    private ClaimOutcome claim(EntryId id) {
        return claim(connection, id);
    }

    private static ClaimOutcome claim(RedisConnection over, EntryId id) {
        RedisScripts scripts = new RedisScripts(over, new Repetition(PATIENTLY));
        return result(new ClaimScript(scripts, new SealedRecords(AnswerSeal.plain())).ask(request(id)));
    }
}
