package io.oncegate.web;

import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What upstreams and clients see of covered requests that do not go the gateway's own way upstream. */
class CoveredRoutingTest {

    static final String[] ROUTES = all(route(0, "things", "/things/**"), route(1, "host", "/host/**"), new String[] {
        "spring.cloud.gateway.server.webflux.routes[1].filters[1]=PreserveHostHeader"
    });

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway(ROUTES);
        gateway.upstream()
                .on("/things/x", Upstream.answer(201, "made".getBytes(UTF_8), "X-Hop", "b", "Connection", "x-hop"));
        gateway.upstream().on("/host/x", Upstream.answer(201, "made".getBytes(UTF_8)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aBodyThatCameInPiecesGoesOnAsOneMessageOfKnownLength() {
        byte[] body = "{\"a\":1}".getBytes(UTF_8);
        HttpHeaders seen = seen(
                gateway,
                "/things/x",
                () -> gateway.send(gateway.post("/things/x", newKey(), "")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))));
        assertThat(seen.get("Content-Length")).isEqualTo(Integer.toString(body.length));
        assertThat(seen.contains("Transfer-Encoding")).isFalse();
    }

    @Test
    void fieldsOfOneHopAndForgedOriginsStayBehind() {
        HttpHeaders seen = seen(
                gateway,
                "/things/x",
                () -> gateway.send(gateway.post("/things/x", newKey(), "{}")
                        .header("TE", "trailers")
                        .header("X-Forwarded-For", "10.0.0.1")
                        .header("Forwarded", "for=10.0.0.1")
                        .header("X-Stays", "1")
                        .header("X-Stays", "2")));
        assertThat(seen.names()).doesNotContain("TE", "X-Forwarded-For", "Forwarded");
        assertThat(seen.getAll("X-Stays")).containsExactly("1", "2");
    }

    @Test
    void fieldsThatTheUpstreamMeantForItsOwnHopStayBehind() {
        assertThat(gateway.send(gateway.post("/things/x", newKey(), "{}"))
                        .headers()
                        .firstValue("X-Hop"))
                .isEmpty();
    }

    @Test
    void theUpstreamIsToldItsOwnHostUnlessTheRouteKeepsTheClients() {
        String own = "127.0.0.1:" + gateway.upstream().port();
        assertThat(seen(gateway, "/things/x", () -> gateway.send(gateway.post("/things/x", newKey(), "{}")))
                        .get("Host"))
                .isEqualTo(own);
        assertThat(seen(gateway, "/host/x", () -> gateway.send(gateway.post("/host/x", newKey(), "{}")))
                        .get("Host"))
                .isEqualTo("127.0.0.1:" + gateway.port());
    }

    /** The fields of the one request that reaches the upstream meanwhile. */
    static HttpHeaders seen(Gateway at, String path, Runnable request) {
        int before = at.upstream().seen(path).size();
        request.run();
        assertThat(at.upstream().seen(path)).hasSize(before + 1);
        return at.upstream().seen(path).get(before).headers();
    }
}
