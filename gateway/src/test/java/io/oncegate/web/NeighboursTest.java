package io.oncegate.web;

import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The filter beside other filters, other protocols and the application's own beans. */
class NeighboursTest {

    /** Held here: the platform's client stops when nobody refers to it, its WebSockets and all. */
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway(all(
                new String[] {"oncegate.defaults.in-flight-wait=0s", "oncegate.defaults.key=optional"},
                route(0, "plain", "/plain/**", "key=required"),
                route(1, "bean", "/bean/**", "caller=#{@callerOfQuery}"),
                route(2, "form", "/read-form/**"),
                route(3, "filters", "/filters/**"),
                new String[] {
                    "spring.cloud.gateway.server.webflux.routes[3].filters[1]=StripPrefix=1",
                    "spring.cloud.gateway.server.webflux.routes[3].filters[2]=AddRequestHeader=X-Added, a",
                    "spring.cloud.gateway.server.webflux.routes[3].filters[3]=AddResponseHeader=Link, </added>"
                },
                route(4, "defaulted", "/defaulted/**")));
        gateway.upstream().on("/plain/x", Upstream.answer(200, "x".getBytes(UTF_8)));
        gateway.upstream().on("/bean/x", Upstream.answer(200, "x".getBytes(UTF_8)));
        gateway.upstream().on("/defaulted/x", Upstream.answer(200, "x".getBytes(UTF_8)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aGrpcCallIsLeftAlone() {
        HttpResponse<byte[]> answer = gateway.send(gateway.request("/plain/x")
                .header("Content-Type", "application/grpc+proto")
                .POST(BodyPublishers.ofString("frames")));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void aClientThatOffersHttp2IsProtectedAllTheSame() {
        String key = newKey();
        int before = gateway.upstream().seen("/plain/x").size();
        HttpClient offering =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        for (int i = 0; i < 2; i++) {
            assertThat(offering.sendAsync(gateway.post("/plain/x", key, "{}").build(), BodyHandlers.ofString())
                            .join()
                            .headers()
                            .firstValue("Idempotency-Key"))
                    .contains(key);
        }
        assertThat(gateway.upstream().seen("/plain/x")).hasSize(before + 1);
    }

    @Test
    void aWebSocketIsLeftAlone() throws Exception {
        // the upstream stays open: a relay may drop what came right before a close
        gateway.upstream()
                .on(
                        "/plain/ws",
                        (request, response) -> response.sendWebsocket(
                                (in, out) -> out.sendString(in.receive().asString())));
        CompletableFuture<String> echoed = new CompletableFuture<>();
        HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + gateway.port() + "/plain/ws"), new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                        echoed.complete(data.toString());
                        return WebSocket.Listener.super.onText(socket, data, last);
                    }
                })
                .get(10, TimeUnit.SECONDS)
                .sendText("hello", true)
                .get(10, TimeUnit.SECONDS);
        assertThat(echoed.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
    }

    @Test
    void aBeanOfTheApplicationCanNameTheCallerOfOneRoute() {
        String key = newKey();
        assertThat(gateway.send(gateway.post("/bean/x?caller=a", key, "{}")).statusCode())
                .isEqualTo(200);
        assertThat(gateway.send(gateway.post("/bean/x?caller=a", key, "{ }")).statusCode())
                .isEqualTo(422);
        assertThat(gateway.send(gateway.post("/bean/x?caller=b", key, "{ }")).statusCode())
                .isEqualTo(200);
        AnswersTest.assertProblem(gateway.send(gateway.post("/bean/x", key, "{}")), 401, "caller-unknown", false);
    }

    @Test
    void anInnerFilterCanStillReadTheFormAndTheUpstreamStillGetsIt() {
        gateway.upstream().on("/read-form/x", (request, response) -> response.status(200)
                .sendString(Mono.just(request.headers().get("X-Form") + "|" + new String(request.body(), UTF_8))));
        HttpResponse<byte[]> answer = gateway.send(gateway.post("/read-form/x", newKey(), "field=value")
                .setHeader("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(text(answer)).isEqualTo("value|field=value");
    }

    @Test
    void filtersThatRewriteTheRequestSeeTheBodyAndWhatTheyAddToTheAnswerIsKept() {
        gateway.upstream().on("/x", (request, response) -> response.status(200)
                .sendString(Mono.just(request.headers().get("X-Added") + new String(request.body(), UTF_8))));
        String key = newKey();
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> answer = gateway.send(gateway.post("/filters/x", key, "{}"));
            assertThat(text(answer)).isEqualTo("a{}");
            assertThat(answer.headers().allValues("Link")).containsExactly("</added>");
        }
        assertThat(gateway.upstream().seen("/x")).hasSize(1);
    }

    @Test
    void theApplicationsDefaultsHoldWhereARouteSaysNothing() {
        assertThat(gateway.send(gateway.request("/defaulted/x").POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(200);
    }
}
