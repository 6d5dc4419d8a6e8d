package io.oncegate.web;

import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Sinks;

/** How a request was answered is counted by route, and is to be seen in the trace of a real tracer. */
class OutcomesTest {

    private static final AttributeKey<String> URL = AttributeKey.stringKey("http.url");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("oncegate.outcome");
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private static Gateway gateway;

    private final Map<String, Double> before = counts();

    @BeforeAll
    static void start() {
        gateway = new Gateway(
                List.of(Tracing.class),
                all(
                        new String[] {
                            "management.tracing.sampling.probability=1",
                            "management.opentelemetry.tracing.export.schedule-delay=10ms",
                            "spring.autoconfigure.exclude=",
                            "oncegate.store-timeout=2s"
                        },
                        route(0, "paid", "/paid/**", "in-flight-wait=0s", "max-request-body=10B", "namespace=money"),
                        route(1, "open", "/open/**", "upstream-deduplicates=true", "on-store-failure=bypass"),
                        route(2, "limited", "/limited/**"),
                        Routes.filter(2, 1, "RequestSize", "maxSize=1B")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void anExecutionAndItsReplay() {
        String path = path("/paid/");
        String key = newKey();
        gateway.send(gateway.post(path, key, "{}"));
        gateway.send(gateway.post(path, key, "{}"));

        assertTraced(path, "executed", "replayed");
        assertThat(counted()).containsOnly(Map.entry("paid executed", 1.0), Map.entry("paid replayed", 1.0));
    }

    @Test
    void whatIsRefusedBeforeTheClaim() {
        String path = path("/paid/");
        gateway.send(gateway.request(path).POST(BodyPublishers.ofString("{}")));
        gateway.send(gateway.post(path, newKey(), "{\"far\":\"too large\"}"));

        assertTraced(path, "key-missing", "request-too-large");
        assertThat(counted()).containsOnlyKeys("paid key-missing", "paid request-too-large");
    }

    @Test
    void whatIsRefusedByTheClaim() {
        String path = path("/paid/");
        String key = newKey();
        gateway.send(gateway.post(path, key, "{}"));
        gateway.send(gateway.post(path, key, "{ }"));

        assertTraced(path, "executed", "key-reused");
        assertThat(counted()).containsEntry("paid key-reused", 1.0);
    }

    @Test
    void aMethodThatIsNotCoveredIsNotCounted() {
        String path = path("/paid/");
        gateway.send(gateway.request(path).GET());

        assertTraced(path, "nothing");
        assertThat(counted()).isEmpty();
    }

    @Test
    void aClientThatLeftIsCountedByWhatItWouldHaveGot() throws Exception {
        String path = path("/paid/");
        Sinks.Empty<Void> go = Sinks.empty();
        gateway.upstream().on(path, Upstream.after(go.asMono(), Upstream.answer(201, new byte[0])));
        gateway.leave(path, newKey(), () -> !gateway.upstream().seen(path).isEmpty());
        assertThat(counted()).isEmpty();

        go.tryEmitEmpty().orThrow();

        await().atMost(DEADLINE).until(() -> counted().containsKey("paid executed"));
    }

    @Test
    void anAnswerThatWasMadeInsideWithNothingSent() {
        String path = path("/limited/");
        gateway.send(gateway.post(path, newKey(), "{}"));

        assertTraced(path, "refused-inside");
        assertThat(counted()).containsOnlyKeys("limited refused-inside");
    }

    @Test
    void aBypassAndWhatIsRefusedForWantOfTheStore() {
        String open = path("/open/");
        String paid = path("/paid/");
        try (RedisControl redis = new RedisControl(gateway.redisPort())) {
            redis.commands().configSet("maxmemory", "1");
            gateway.send(gateway.post(open, newKey(), "{}"));
            gateway.send(gateway.post(paid, newKey(), "{}"));
            redis.commands().configSet("maxmemory", "0");
        }

        assertTraced(open, "bypassed");
        assertTraced(paid, "store-unavailable");
        assertThat(counted()).containsOnlyKeys("open bypassed", "paid store-unavailable");
    }

    @Test
    void everyAnswerThatTheGatewayHasIsThereFromTheStartAtZero() {
        for (Problem problem : Problem.values()) {
            assertThat(counts()).containsKey("limited " + problem.code());
        }
        assertThat(counts()).containsKeys("limited bypassed", "limited replayed");
    }

    /** A path of the test's own, which the upstream answers. */
    private static String path(String prefix) {
        String path = prefix + newKey();
        gateway.upstream().on(path, Upstream.answer(201, "ran".getBytes(UTF_8)));
        return path;
    }

    /** The outcomes that the spans of the server's have for requests to a path. */
    private static void assertTraced(String path, String... outcomes) {
        // a span ends after the client has its answer, and is exported later still
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(
                        gateway.bean(InMemorySpanExporter.class).getFinishedSpanItems())
                .filteredOn(span -> path.equals(span.getAttributes().get(URL)))
                .extracting(
                        span -> Objects.requireNonNullElse(span.getAttributes().get(OUTCOME), "nothing"))
                .containsExactly(outcomes));
    }

    /** What this test added. */
    private Map<String, Double> counted() {
        Map<String, Double> added = counts();
        before.forEach((name, count) -> added.merge(name, -count, Double::sum));
        added.values().removeIf(count -> count == 0);
        return added;
    }

    private static Map<String, Double> counts() {
        Map<String, Double> counts = new TreeMap<>();
        for (Counter counter :
                gateway.bean(MeterRegistry.class).find("oncegate.requests").counters()) {
            String route = Objects.requireNonNull(counter.getId().getTag("route"));
            counts.put(route + " " + counter.getId().getTag("outcome"), counter.count());
        }
        return counts;
    }

    /** Takes what is traced. */
    @Configuration(proxyBeanMethods = false)
    static class Tracing {
        @Bean
        InMemorySpanExporter spans() {
            return InMemorySpanExporter.create();
        }
    }
}
