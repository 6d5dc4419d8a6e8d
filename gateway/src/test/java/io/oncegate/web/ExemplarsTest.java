package io.oncegate.web;

import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From a number to a trace behind it, where Prometheus asks in the format that can carry it. */
class ExemplarsTest {

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway(
                List.of(OutcomesTest.Tracing.class),
                all(
                        new String[] {
                            "management.tracing.sampling.probability=1",
                            "management.opentelemetry.tracing.export.schedule-delay=10ms",
                            "spring.autoconfigure.exclude=",
                            "spring.reactor.context-propagation=auto",
                            "management.endpoints.web.exposure.include=prometheus",
                            "management.metrics.distribution.percentiles-histogram.oncegate.store=true"
                        },
                        route(0, "paid", "/paid/**")));
        gateway.upstream().on("/paid/x", Upstream.answer(201, "ran".getBytes(UTF_8)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void leadFromACountToATrace() {
        String key = newKey();
        for (int i = 0; i < 4; i++) {
            gateway.send(gateway.post("/paid/x", key, "{}"));
        }
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            List<String> traces = gateway.bean(InMemorySpanExporter.class).getFinishedSpanItems().stream()
                    .map(span -> span.getTraceId())
                    .toList();
            assertThat(exemplar("oncegate_store_seconds_bucket"))
                    .hasValueSatisfying(id -> assertThat(traces).contains(id));
            assertThat(exemplar("oncegate_requests_total"))
                    .hasValueSatisfying(id -> assertThat(traces).contains(id));
        });
    }

    /** The trace that some sample of a series names. */
    private static Optional<String> exemplar(String series) {
        return Pattern.compile("(?m)^" + series + "\\{.*# \\{.*trace_id=\"([0-9a-f]+)\"")
                .matcher(scraped())
                .results()
                .map(found -> found.group(1))
                .findFirst();
    }

    private static String scraped() {
        return text(gateway.send(gateway.request("/actuator/prometheus")
                .header("Accept", "application/openmetrics-text; version=1.0.0")
                .GET()));
    }
}
