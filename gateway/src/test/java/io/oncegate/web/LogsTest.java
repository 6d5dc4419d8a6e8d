package io.oncegate.web;

import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;

/** Whatever happens, no line names a key or holds a byte of a body; a hash leads from the key to its lines. */
@ExtendWith(OutputCaptureExtension.class)
class LogsTest {

    private static final String BODY = "{\"card\":\"marked-body-4111\"}";
    private static final String SECRET = "marked-body-4111";

    private static Gateway gateway;

    private final String key = "marked-key-" + newKey();

    @BeforeAll
    static void start() {
        gateway = new Gateway(all(
                new String[] {"logging.level.io.oncegate=trace", "oncegate.store-timeout=2s"},
                route(0, "once", "/once/**", "in-flight-wait=0s", "execution-timeout=2s", "max-request-body=100B"),
                route(1, "failing", "/failing/**"),
                Routes.filter(1, 1, "RewritePath", "regexp=(?<a>.*)", "replacement=%%%")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void nothingIsGivenAway(CapturedOutput output) {
        assertThat(output.getAll()).doesNotContain(key).doesNotContain(SECRET).doesNotContain("marked-key");
    }

    @Test
    void ofAnExecutionItsReplayAndAMismatch(CapturedOutput output) {
        answers("/once/x");
        post("/once/x", BODY);
        post("/once/x", BODY);
        post("/once/x", BODY + " ");

        assertThat(output)
                .contains("The claim on " + name("once") + ": granted")
                .contains("The execution of " + name("once") + ", attempt 1: completed, landed")
                .contains("The claim on " + name("once") + ": replay")
                .contains("The claim on " + name("once") + ": mismatch");
    }

    @Test
    void ofWhatIsRefusedAtOnce() {
        answers("/once/x");
        gateway.send(gateway.post("/once/x", key + ", and-another", BODY));
        gateway.send(gateway.post("/once/x", key + "; parameter=1", BODY));
        post("/once/x", BODY + SECRET.repeat(10));
    }

    @Test
    void ofAnUnknownOutcomeWhichSomebodyHasToLookAfter(CapturedOutput output) {
        gateway.upstream().on("/once/broken", Upstream.brokenInside(100, SECRET.getBytes(StandardCharsets.UTF_8)));
        assertThat(post("/once/broken", BODY).statusCode()).isEqualTo(502);
        post("/once/broken", BODY);

        assertThat(output).contains("The outcome of " + name("once") + " is unknown");
    }

    @Test
    void ofAnExecutionThatIsCutOff(CapturedOutput output) {
        gateway.upstream().on("/once/slow", Upstream.after(Mono.never(), Upstream.answer(201, new byte[0])));
        assertThat(post("/once/slow", BODY).statusCode()).isEqualTo(504);

        assertThat(output).contains("The outcome of " + name("once") + " is unknown");
    }

    @Test
    void ofAnEntryThatCannotBeRead(CapturedOutput output) {
        answers("/once/x");
        try (RedisControl redis = new RedisControl(gateway.redisPort())) {
            redis.commands().set(RedisControl.entry("once", key), SECRET);
        }
        post("/once/x", BODY);

        assertThat(output).contains("The entry " + name("once") + " cannot be read");
    }

    @Test
    void ofAStoreThatRefuses(CapturedOutput output) {
        answers("/once/x");
        try (RedisControl redis = new RedisControl(gateway.redisPort())) {
            redis.commands().configSet("maxmemory", "1");
            post("/once/x", BODY);
            redis.commands().configSet("maxmemory", "0");
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        gateway.send(gateway.post("/once/x", newKey(), "{}")).statusCode() == 201);

        assertThat(output).contains("The store fails").contains("The store answers again");
    }

    @Test
    void ofAnErrorThatNobodyExpected(CapturedOutput output) {
        assertThat(post("/failing/x", BODY).statusCode()).isEqualTo(500);

        assertThat(output).contains("500 Server Error");
    }

    private HttpResponse<byte[]> post(String path, String body) {
        return gateway.send(gateway.post(path, key, body));
    }

    private static void answers(String path) {
        gateway.upstream().on(path, Upstream.answer(201, SECRET.getBytes(StandardCharsets.UTF_8)));
    }

    /** As the README tells an operator: {@code printf %s 'orders:alice:KEY' | sha256sum | cut -c-16}. */
    private String name(String namespace) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((namespace + ":alice:" + key).getBytes(StandardCharsets.UTF_8));
            return namespace + "/" + HexFormat.of().formatHex(hash).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
