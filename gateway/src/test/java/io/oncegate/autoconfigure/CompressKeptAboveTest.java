package io.oncegate.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.Answer;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.Ending;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.Sample;
import io.oncegate.core.Settlement;
import io.oncegate.core.StoreUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import redis.embedded.RedisServer;

/** What is written under {@code oncegate.compress-kept-above}. */
class CompressKeptAboveTest {

    private static final int PORT = freePort();
    private static final RedisServer REDIS = RedisServer.builder()
            .port(PORT)
            .bind("127.0.0.1")
            .setting("save \"\"")
            .build();
    private static final Answer.Kept ANSWER = json(1000);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Bound.class, RedisStoreConfiguration.class)
            .withBean(LettuceConnectionFactory.class, () -> new LettuceConnectionFactory("127.0.0.1", PORT))
            .withBean(io.oncegate.core.Instance.class, () -> Sample.INSTANCE);

    @EnableConfigurationProperties({OncegateProperties.class, EncryptionProperties.class})
    static class Bound {}

    @BeforeAll
    static void start() {
        REDIS.start();
    }

    @AfterAll
    static void stop() {
        REDIS.stop();
    }

    @Test
    void bodiesOfMoreThan512BytesAreCompressedUnlessItIsSet() {
        assertThat(kept()).isLessThan(1000);
        assertThat(kept(json(43))).isLessThan(300);
        assertThat(kept(json(42))).isGreaterThan(504);
    }

    @Test
    void whatIsSealedIsCompressedOnlyWhereItIsSet() {
        String[] secret = {
            "oncegate.encryption.active=1",
            "oncegate.encryption.keys[0].id=1",
            "oncegate.encryption.keys[0].secret=" + "A".repeat(43) + "="
        };
        assertThat(kept(secret)).isGreaterThan(ANSWER.body().length);
        String[] both = Arrays.copyOf(secret, 4);
        both[3] = "oncegate.compress-kept-above=512B";
        assertThat(kept(both)).isLessThan(1000);
    }

    @Test
    void longerBodiesAreCompressedWhereItIs() {
        assertThat(kept("oncegate.compress-kept-above=11KB")).isLessThan(1000);
        assertThat(kept("oncegate.compress-kept-above=12KB")).isGreaterThan(ANSWER.body().length);
    }

    @Test
    void aNegativeSizeStopsTheStart() {
        runner.withPropertyValues("oncegate.compress-kept-above=-1B").run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessage("oncegate.compress-kept-above: is negative"));
    }

    /** Of twelve bytes each. */
    private static Answer.Kept json(int orders) {
        return new Answer.Kept(200, List.of(), "{\"order\":77}".repeat(orders).getBytes(UTF_8));
    }

    private long kept(String... properties) {
        return kept(ANSWER, properties);
    }

    /** How long the record of the answer is, which is replayed as it was. */
    private long kept(Answer.Kept answer, String... properties) {
        long[] length = new long[1];
        runner.withPropertyValues(properties).run(context -> {
            RedisConnection redis = context.getBean("idempotencyConnectionFactory", LettuceConnectionFactory.class)
                    .getConnection();
            redis.serverCommands().flushAll();
            IdempotencyStore store = context.getBean(IdempotencyStore.class);
            Claim claim = new Claim(Sample.request(Sample.id("k")), 1);
            StoreUnderTest.result(store.claim(claim.request()));
            assertThat(StoreUnderTest.result(store.settle(claim, new Ending.Completed(answer))))
                    .isEqualTo(Settlement.LANDED);
            assertThat(StoreUnderTest.result(store.claim(Sample.by(Sample.OTHER, claim.request()))))
                    .isEqualTo(new ClaimOutcome.Replay(answer));
            byte[] key = "oncegate:v1:orders:alice:k".getBytes(UTF_8);
            length[0] = Objects.requireNonNull(redis.stringCommands().strLen(key));
            redis.close();
        });
        return length[0];
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
