package io.oncegate.web;

import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What upstreams and clients see of covered requests that do not go the gateway's own way upstream; with the gateway's header filters for
 * observed calls, too, which make it go over fields one by one.
 */
@ParameterizedClass
@ValueSource(booleans = {true, false})
class CoveredRoutingTest {

    static final String[] ROUTES = all(route(0, "things", "/things/**"), route(1, "host", "/host/**"), new String[] {
        "spring.cloud.gateway.server.webflux.routes[1].filters[1]=PreserveHostHeader"
    });

    @SuppressWarnings("NullAway.Init") // in start
    private static Gateway gateway;

    @Parameter
    boolean observed;

    @BeforeParameterizedClassInvocation
    static void start(boolean observed) {
        gateway = new Gateway(
                all(ROUTES, new String[] {"spring.cloud.gateway.server.webflux.observability.enabled=" + observed}));
        gateway.upstream()
                .on("/things/x", Upstream.answer(201, "made".getBytes(UTF_8), "X-Hop", "b", "Connection", "x-hop"));
        gateway.upstream().on("/host/x", Upstream.answer(201, "made".getBytes(UTF_8)));
    }

    @AfterParameterizedClassInvocation
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

    @Test
    void anAddressIsReadAnewOnlyWhereTheClientWouldMakeAnotherOfIt() {
        assertThat(CoveredRouting.isPlain(URI.create("http://127.0.0.1:8080/things?a=%20b")))
                .isTrue();
        assertThat(CoveredRouting.isPlain(URI.create("http://[::1]/things"))).isTrue();
        // no name of a host, by the letter, but one that networks of containers have
        assertThat(CoveredRouting.isPlain(URI.create("http://order_service:8080/things")))
                .isFalse();
        assertThat(CoveredRouting.isPlain(URI.create("http://service/\u00e4"))).isFalse();
    }

    /** The fields of the one request that reaches the upstream meanwhile. */
    static HttpHeaders seen(Gateway at, String path, Runnable request) {
        int before = at.upstream().seen(path).size();
        request.run();
        assertThat(at.upstream().seen(path)).hasSize(before + 1);
        return at.upstream().seen(path).get(before).headers();
    }
}
