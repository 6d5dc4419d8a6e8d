package io.oncegate.web;

import static io.oncegate.RawHttp.request;
import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Routes.filter;
import static io.oncegate.web.Upstream.answer;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oncegate.RawHttp;
import io.oncegate.Ways;
import io.oncegate.core.Capacity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.gateway.event.RefreshRoutesEvent;
import org.springframework.cloud.gateway.filter.FilterDefinition;
import org.springframework.cloud.gateway.handler.predicate.PredicateDefinition;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteDefinitionWriter;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** What happens meanwhile on the short way: routes change, upstreams and clients come and go. */
class ShortWayTest {

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway(
                List.of(FastPathTest.Watched.class, Refreshing.class),
                all(
                        new String[] {"management.server.port=0"},
                        route(0, "things", "/things/**"),
                        route(1, "once", "/once/**"),
                        filter(1, 1, "Retry", "retries=2", "methods=POST")));
        gateway.upstream().on("/things/x", answer(201, "made".getBytes(UTF_8)));
        gateway.upstream().on("/added/x", answer(201, "added".getBytes(UTF_8)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void routesThatChangeAreSeenByTheNextRequest() throws IOException {
        assertThat(post("/added/x", newKey())).startsWith("HTTP/1.1 404 ");
        assertThat(way()).isEqualTo("whole");

        RouteDefinition added = added();
        change(gateway.bean(RouteDefinitionWriter.class).save(Mono.just(added)));
        String key = newKey();
        assertThat(post("/added/x", key)).startsWith("HTTP/1.1 201 ").endsWith("added");
        assertThat(way()).isEqualTo("short");

        change(gateway.bean(RouteDefinitionWriter.class).delete(Mono.just("added")));
        assertThat(post("/added/x", key)).startsWith("HTTP/1.1 404 ");
        assertThat(way()).isEqualTo("whole");
    }

    @Test
    void aRouteThatTriesAgainDoesSoWithinOneClaimAndOnTheShortWay() throws IOException {
        gateway.upstream()
                .on(
                        "/once/recovers",
                        Upstream.inTurn(
                                answer(503, "sorry".getBytes(UTF_8)),
                                Upstream.broken(),
                                answer(201, "made".getBytes(UTF_8))));
        String key = newKey();
        assertThat(post("/once/recovers", key)).startsWith("HTTP/1.1 201 ").endsWith("made");
        assertThat(way()).isEqualTo("short");
        assertThat(post("/once/recovers", key))
                .contains("Idempotent-Replayed: true")
                .endsWith("made");
        assertThat(gateway.upstream().seen("/once/recovers")).hasSize(3).allSatisfy(seen -> assertThat(seen.body())
                .isEqualTo("{}".getBytes(UTF_8)));
    }

    @Test
    void aClientThatLeavesWhileItsBodyIsReadLeavesNothingBehind() throws IOException {
        Capacity capacity = gateway.bean(Capacity.class);
        int seen = gateway.upstream().seen("/things/x").size();
        String key = newKey();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            client.setSoLinger(true, 0);
            String whole = request("POST", "/things/x", "{}", Gateway.USER + ": alice", "Idempotency-Key: " + key);
            client.getOutputStream()
                    .write(whole.substring(0, whole.length() - 1).getBytes(US_ASCII));
            await().until(() -> capacity.exchanges() == 1 && capacity.bytes() == 2);
        }
        await().until(() -> capacity.exchanges() == 0 && capacity.bytes() == 0);
        assertThat(gateway.record("things", key)).isEmpty();
        assertThat(gateway.upstream().seen("/things/x")).hasSize(seen);
    }

    @Test
    void aClientThatLeavesAfterItsClaimDoesNotStopTheExchange() throws IOException {
        String key = newKey();
        gateway.leave("/things/x", key, () -> !gateway.record("things", key).isEmpty());
        await().untilAsserted(() -> assertThat(post("/things/x", key)).startsWith("HTTP/1.1 201 "));
        await().until(() -> gateway.bean(Capacity.class).exchanges() == 0);
    }

    private static RouteDefinition added() {
        RouteDefinition added = new RouteDefinition();
        added.setId("added");
        added.setUri(URI.create("http://127.0.0.1:" + gateway.upstream().port()));
        added.setPredicates(List.of(new PredicateDefinition("Path=/added/**")));
        FilterDefinition filter = new FilterDefinition();
        filter.setName("IdempotencyKey");
        added.setFilters(List.of(filter));
        return added;
    }

    private static void change(Mono<Void> routes) {
        routes.block();
        gateway.bean(Refreshing.Refresh.class).run();
    }

    private static String post(String path, String key) throws IOException {
        return RawHttp.exchange(
                gateway.port(),
                request(
                        "POST",
                        path,
                        "{}",
                        Gateway.USER + ": alice",
                        "Content-Type: application/json",
                        "Idempotency-Key: " + key));
    }

    private static String way() {
        return gateway.bean(Ways.class).last();
    }

    @Configuration(proxyBeanMethods = false)
    static class Refreshing {

        interface Refresh extends Runnable {}

        @Bean
        Refresh refresh(ApplicationEventPublisher events) {
            return () -> events.publishEvent(new RefreshRoutesEvent(this));
        }
    }
}
