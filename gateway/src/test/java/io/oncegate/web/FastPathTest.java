package io.oncegate.web;

import static io.oncegate.RawHttp.request;
import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Routes.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oncegate.RawHttp;
import io.oncegate.Ways;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The short way is one that nobody can tell from the whole one by what comes of it. */
class FastPathTest {

    private static final String[] ROUTES = all(
            // endpoints on the same port would have a say
            new String[] {"management.server.port=0", "oncegate.defaults.in-flight-wait=0s"},
            route(0, "things", "/things/**", "max-request-body=100B"),
            route(1, "optional", "/optional/**", "key=optional"),
            route(2, "other-key", "/other-key/**", "header=X-Key"),
            route(3, "plain", "/plain/**"),
            with(3, "filters[0].name=AddRequestHeader", "filters[0].args.name=X-A", "filters[0].args.value=a"));

    private static final String USER = Gateway.USER + ": alice";
    private static final String JSON = "Content-Type: application/json";

    private static Gateway quick;
    private static Gateway slow;

    @BeforeAll
    static void start() {
        quick = new Gateway(List.of(Watched.class), ROUTES);
        slow = new Gateway(List.of(Watched.class), all(ROUTES, new String[] {"oncegate.fast-path=false"}));
        for (Gateway gateway : List.of(quick, slow)) {
            for (String path : List.of("/things/x", "/optional/x", "/other-key/x", "/plain/x")) {
                gateway.upstream()
                        .on(
                                path,
                                Upstream.answer(201, "made".getBytes(UTF_8), "Location", "/things/7", "ETag", "\"1\""));
            }
        }
    }

    @AfterAll
    static void stop() {
        quick.close();
        slow.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST,    /things/x,     Idempotency-Key, short",
        "POST,    /things/x?a=1, idempotency-key, short",
        "PATCH,   /things/x,     Idempotency-Key, short",
        "POST,    /other-key/x,  X-Key,           short",
        "POST,    /optional/x,   Idempotency-Key, short",
        // of a method that is not covered there, and all the same plain
        "DELETE,  /things/x,     Idempotency-Key, short",
        "GET,     /things/x,     Idempotency-Key, whole",
        "POST,    /things/%78,   Idempotency-Key, whole",
        // refused by the firewall ahead of where the ways part
        "POST,    /things//x,    Idempotency-Key, none",
        "POST,    /things/x,     X-None,          whole",
        "POST,    /plain/x,      Idempotency-Key, whole",
        "POST,    /nowhere/x,    Idempotency-Key, whole"
    })
    void plainRequestsOfCoveredRoutesTakeTheShortWayAndOthersTheWholeOne(
            String method, String target, String field, String way) throws IOException {
        RawHttp.exchange(quick.port(), request(method, target, "{}", USER, JSON, field + ": " + Gateway.newKey()));
        assertThat(quick.bean(Ways.class).last()).isEqualTo(way);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: http://elsewhere", "Upgrade: h2c", "X-Name: Zo\u00eb"})
    void aFieldThatSomebodyMayLookAtIsReasonEnoughForTheWholeWay(String field) throws IOException {
        RawHttp.exchange(quick.port(), request("POST", "/things/x", "{}", USER, JSON, key("doubt"), field));
        assertThat(quick.bean(Ways.class).last()).isEqualTo("whole");
    }

    @Test
    void firstAnswersReplaysAndMismatchesAreTheSame() throws IOException {
        assertThat(same(request("POST", "/things/x", "{}", USER, JSON, key("a"))))
                .startsWith("HTTP/1.1 201 ")
                .contains("Idempotency-Key: a")
                .endsWith("made");
        assertThat(same(request("POST", "/things/x", "{}", USER, JSON, key("a"))))
                .startsWith("HTTP/1.1 201 ")
                .contains("Idempotent-Replayed: true")
                .endsWith("made");
        assertThat(same(request("POST", "/things/x", "{ }", USER, JSON, key("a"))))
                .startsWith("HTTP/1.1 422 ")
                .contains("key-reused");
        assertThat(same(request("POST", "/things/x?a=1", "{}", USER, JSON, key("a"))))
                .startsWith("HTTP/1.1 422 ");
    }

    @Test
    void whatIsRefusedIsRefusedInTheSameWords() throws IOException {
        assertThat(same(request("POST", "/things/x", "{}", USER, JSON, key(""))))
                .startsWith("HTTP/1.1 400 ")
                .contains("key-invalid");
        assertThat(same(request("POST", "/things/x", "{}", USER, JSON, key("a"), key("b"))))
                .startsWith("HTTP/1.1 400 ")
                .contains("key-invalid");
        assertThat(same(request("POST", "/things/x", "{}", JSON, key("b"))))
                .startsWith("HTTP/1.1 401 ")
                .contains("caller-unknown");
        assertThat(same(request("POST", "/things/x", "x".repeat(101), USER, JSON, key("b"))))
                .startsWith("HTTP/1.1 413 ")
                .contains("request-too-large");
        // has a key, as some other route has it
        assertThat(same(request("POST", "/things/x", "{}", USER, JSON, "X-Key: b")))
                .startsWith("HTTP/1.1 400 ")
                .contains("key-missing");
        assertThat(quick.record("things", "b")).isEmpty();
    }

    @Test
    void aRequestWithoutAKeyIsTheSame() throws IOException {
        assertThat(sameTheWholeWay(request("POST", "/things/x", "{}", USER, JSON)))
                .startsWith("HTTP/1.1 400 ")
                .contains("key-missing");
        assertThat(sameTheWholeWay(request("POST", "/optional/x", "{}", USER, JSON)))
                .startsWith("HTTP/1.1 201 ");
    }

    @Test
    void whatIsStillRunningIsSaidInTheSameWords() throws IOException {
        Sinks.Empty<Void> gate = Sinks.empty();
        for (Gateway gateway : List.of(quick, slow)) {
            gateway.upstream().on("/things/slow", (request, response) -> gate.asMono()
                    .then(response.sendString(Mono.just("done")).then()));
        }
        try (Socket one = quick.open("/things/slow", "slow");
                Socket two = slow.open("/things/slow", "slow")) {
            assertThat(one.isConnected() && two.isConnected()).isTrue();
            for (Gateway gateway : List.of(quick, slow)) {
                await().until(() -> !gateway.upstream().seen("/things/slow").isEmpty());
            }
            assertThat(same(request("POST", "/things/slow", "{}", USER, JSON, key("slow"))))
                    .startsWith("HTTP/1.1 409 ")
                    .contains("request-in-progress", "Retry-After: ");
            gate.tryEmitEmpty();
        }
    }

    @Test
    void anUpstreamThatFailsIsTheSame() throws IOException {
        for (Gateway gateway : List.of(quick, slow)) {
            gateway.upstream().on("/things/broken", Upstream.broken());
        }
        assertThat(same(request("POST", "/things/broken", "{}", USER, JSON, key("broken"))))
                .startsWith("HTTP/1.1 502 ")
                .contains("upstream-broken");
        assertThat(same(request("POST", "/things/broken", "{}", USER, JSON, key("broken"))))
                .startsWith("HTTP/1.1 409 ")
                .contains("outcome-unknown");
    }

    @Test
    void theUpstreamIsSentTheSame() throws IOException {
        String request =
                request("POST", "/things/x?a=1&a=2", "{\"a\":1}", USER, JSON, key("sent"), "X-Any: a", "X-Any: b");
        same(request);
        assertThat(sent(quick)).isEqualTo(sent(slow));
    }

    private static String sent(Gateway gateway) {
        List<Upstream.Seen> seen = gateway.upstream().seen("/things/x");
        Upstream.Seen last = seen.get(seen.size() - 1);
        return last.method()
                + last.uri()
                + last.headers().entries().stream()
                        .filter(it -> !it.getKey().equalsIgnoreCase("Host")
                                && !it.getKey().equals("traceparent"))
                        .toList()
                + new String(last.body(), UTF_8);
    }

    private static String key(String key) {
        return "Idempotency-Key: " + key;
    }

    /** The answer to a request that goes the short way in one gateway, and the whole one in the other. */
    private static String same(String request) throws IOException {
        String answer = compared(request);
        assertThat(quick.bean(Ways.class).last()).isEqualTo("short");
        return answer;
    }

    private static String sameTheWholeWay(String request) throws IOException {
        String answer = compared(request);
        assertThat(quick.bean(Ways.class).last()).isEqualTo("whole");
        return answer;
    }

    private static String compared(String request) throws IOException {
        String answer = RawHttp.exchange(quick.port(), request);
        assertThat(answer).isEqualTo(RawHttp.exchange(slow.port(), request));
        assertThat(slow.bean(Ways.class).last()).isEqualTo("whole");
        return answer;
    }

    @Configuration(proxyBeanMethods = false)
    static class Watched {

        @Bean
        Ways ways() {
            return new Ways("none");
        }
    }
}
