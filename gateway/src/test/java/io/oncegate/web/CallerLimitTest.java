package io.oncegate.web;

import static io.oncegate.web.AnswersTest.assertProblem;
import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One caller can have so much and no more where a route says so (contract 3, {@code caller-limit}). */
class CallerLimitTest {

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway(all(
                route(0, "keys", "/keys/**", "max-keys-per-caller=3"),
                route(1, "bytes", "/bytes/**", "max-kept-per-caller=100B")));
        gateway.upstream().on("/keys/done", Upstream.answer(201, "done".getBytes(UTF_8)));
        gateway.upstream().on("/keys/refused", Upstream.answer(403, "no".getBytes(UTF_8)));
        gateway.upstream().on("/bytes/done", Upstream.answer(201, "x".repeat(60).getBytes(UTF_8)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aNewKeyTooManyIsRefusedAndRetriesOfTheOthersAreNot() {
        List<String> keys = IntStream.range(0, 3)
                .mapToObj(i -> created("/keys/done", "alice"))
                .toList();
        String fourth = newKey();

        HttpResponse<byte[]> refused = send("/keys/done", "alice", fourth);

        assertProblem(refused, 429, "caller-limit", true);
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                .as("when the first keys no longer count")
                .isBetween(24L * 3600, 25L * 3600);
        assertThat(gateway.record("keys", fourth)).isEmpty();
        for (String key : keys) {
            HttpResponse<byte[]> replay = send("/keys/done", "alice", key);
            assertThat(text(replay)).isEqualTo("done");
            assertThat(replay.headers().firstValue("Idempotent-Replayed")).contains("true");
        }
        assertThat(send("/keys/done", "somebody else", newKey()).statusCode()).isEqualTo(201);
    }

    @Test
    void whatTheServiceRefusedDoesNotCount() {
        for (int i = 0; i < 5; i++) {
            assertThat(send("/keys/refused", "clumsy", newKey()).statusCode()).isEqualTo(403);
        }
        created("/keys/done", "clumsy");
    }

    @Test
    void onceTheBytesAreKeptNoNewKeyIsTaken() {
        created("/bytes/done", "greedy");
        String last = created("/bytes/done", "greedy");

        assertProblem(send("/bytes/done", "greedy", newKey()), 429, "caller-limit", true);
        assertThat(text(send("/bytes/done", "greedy", last))).hasSize(60);
    }

    @Test
    void theUpstreamSeesNothingOfWhatIsRefused() {
        String path = "/keys/counted";
        gateway.upstream().on(path, Upstream.answer(201, "done".getBytes(UTF_8)));
        IntStream.range(0, 9).forEach(i -> send(path, "eager", newKey()));

        assertThat(gateway.upstream().seen(path)).hasSize(3);
    }

    private static String created(String path, String caller) {
        String key = newKey();
        assertThat(send(path, caller, key).statusCode()).isEqualTo(201);
        return key;
    }

    private static HttpResponse<byte[]> send(String path, String caller, String key) {
        return gateway.send(gateway.post(path, key, "{}").setHeader(Gateway.USER, caller));
    }
}
