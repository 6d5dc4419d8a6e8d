package io.oncegate.redis;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.request;
import static io.oncegate.core.StoreUnderTest.result;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.Sample;
import io.oncegate.core.Settlement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;

/** What goes over the wire, and what becomes of it when Redis forgets, refuses or is not there. */
class RedisScriptsTest {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final ClaimRequest REQUEST = request(Sample.id("k"));
    private static final Claim CLAIM = new Claim(REQUEST, 1);

    @Test
    void eachOperationIsOneCommand() throws IOException {
        everyOperation();

        assertThat(commandsDuring(RedisScriptsTest::everyOperation))
                .containsExactly("EVALSHA", "EVALSHA", "EVALSHA", "EVALSHA", "EVALSHA", "EVALSHA");
    }

    private static void everyOperation() {
        ClaimOutcome granted = result(REDIS.store().claim(REQUEST));
        result(REDIS.store().claim(by(OTHER, REQUEST)));
        result(REDIS.store().renew(CLAIM));
        result(REDIS.store().settle(CLAIM, new Ending.Unknown()));
        result(REDIS.store().settle(CLAIM, new Ending.Completed(CREATED)));
        result(REDIS.store().settle(CLAIM, new Ending.NotExecuted()));
        assertThat(granted).isInstanceOf(ClaimOutcome.Granted.class);
    }

    @Test
    void scriptsThatRedisForgotAreSentAgain() throws IOException {
        assertThat(result(REDIS.store().claim(REQUEST))).isInstanceOf(ClaimOutcome.Granted.class);
        REDIS.commands().scriptFlush();

        assertThat(commandsDuring(() -> assertThat(result(REDIS.store().claim(by(OTHER, REQUEST))))
                        .isInstanceOf(ClaimOutcome.Busy.class)))
                .containsExactly("EVALSHA", "EVAL");
        REDIS.commands().scriptFlush();
        assertThat(result(REDIS.store().renew(CLAIM))).isEqualTo(Settlement.LANDED);
        REDIS.commands().scriptFlush();
        assertThat(result(REDIS.store().settle(CLAIM, new Ending.Completed(CREATED))))
                .isEqualTo(Settlement.LANDED);
        REDIS.commands().scriptFlush();
        assertThat(result(REDIS.store().settle(CLAIM, new Ending.NotExecuted())))
                .isEqualTo(Settlement.LANDED);
    }

    @Test
    void connectionIsOpenedOnceForAllWhoAskAtOnce() {
        List<String> asked = new ArrayList<>();
        try (RedisClient client = RedisClient.create(REDIS.uri())) {
            RedisConnection connection = new RedisConnection(() -> {
                asked.add("client");
                return client;
            });
            result(Flux.range(0, 16)
                    .flatMap(i -> connection.open(), 16)
                    .then(connection.open().thenReturn(true)));
            assertThat(asked).containsExactly("client");
        }
    }

    @Test
    void connectionThatCannotBeOpenedIsAnErrorAndTriedAgainNextTime() {
        List<RedisURI> addresses = new ArrayList<>(List.of(RedisURI.create("127.0.0.1", 1), REDIS.uri()));
        try (RedisClient nowhere = RedisClient.create(addresses.get(0));
                RedisClient client = RedisClient.create(addresses.get(1))) {
            List<RedisClient> clients = new ArrayList<>(List.of(nowhere, client));
            RedisIdempotencyStore store = new RedisIdempotencyStore(new RedisConnection(() -> clients.remove(0)));

            assertThatThrownBy(() -> result(store.claim(REQUEST))).hasMessageContaining("connect");
            assertThat(result(store.claim(REQUEST))).isInstanceOf(ClaimOutcome.Granted.class);
        }
    }

    /** The names of the commands that clients send meanwhile, as Redis's own monitor tells them. */
    private static List<String> commandsDuring(Runnable action) throws IOException {
        RedisURI uri = REDIS.uri();
        try (Socket socket = new Socket(uri.getHost(), uri.getPort());
                BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
            socket.getOutputStream().write("MONITOR\r\n".getBytes(UTF_8));
            assertThat(lines.readLine()).isEqualTo("+OK");
            action.run();
            REDIS.commands().echo("end".getBytes(UTF_8));
            List<String> names = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("\"end\"")) {
                    return names;
                }
                if (!line.contains(" lua] ")) {
                    names.add(line.substring(line.indexOf('"') + 1, line.indexOf('"', line.indexOf('"') + 1)));
                }
            }
            throw new IOException("the monitor ended early");
        }
    }
}
