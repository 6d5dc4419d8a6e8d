package io.oncegate.web;

import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What the upstream is told (contract 6), who is who (contract 7), and what a page's script may read. */
class UpstreamSeesTest {

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway(all(
                route(0, "plain", "/plain/**", "key=optional"),
                route(1, "paypal", "/paypal/**", "header=PayPal-Request-Id", "key=optional"),
                route(2, "tenant", "/tenant/**", "caller=header=X-Tenant"),
                route(3, "everybody", "/everybody/**", "caller=anonymous"),
                route(4, "shared-a", "/shared/a/**", "namespace=shared"),
                route(5, "shared-b", "/shared/b/**", "namespace=shared"),
                new String[] {
                    "spring.cloud.gateway.server.webflux.globalcors.cors-configurations.[/**].allowed-origins=http://shop.test",
                    "spring.cloud.gateway.server.webflux.globalcors.cors-configurations.[/**].allowed-methods=POST",
                    "spring.cloud.gateway.server.webflux.globalcors.cors-configurations.[/**].exposed-headers=X-Mine"
                }));
        for (String path :
                new String[] {"/plain/x", "/paypal/x", "/tenant/x", "/everybody/x", "/shared/a/x", "/shared/b/x"}) {
            gateway.upstream()
                    .on(path, (request, response) -> response.status(201).sendString(Mono.just(newKey())));
        }
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void theUpstreamSeesTheBareKeyAndTheAttempt() {
        String key = newKey();
        gateway.send(gateway.post("/plain/x", '"' + key + '"', "{}"));
        HttpHeaders seen = lastSeen("/plain/x");
        assertThat(seen.getAll("Idempotency-Key")).containsExactly(key);
        assertThat(seen.getAll("Idempotency-Attempt")).containsExactly("1");
    }

    @Test
    void whatAClientSaysOfAttemptAndReplayIsRemovedOnEveryMethod() {
        gateway.send(spoofed(gateway.post("/plain/x", newKey(), "{}")));
        assertThat(lastSeen("/plain/x").getAll("Idempotency-Attempt")).containsExactly("1");
        assertUnspoofed(lastSeen("/plain/x"));

        gateway.send(spoofed(gateway.request("/plain/x")).POST(BodyPublishers.ofString("{}")));
        assertThat(lastSeen("/plain/x").getAll("Idempotency-Attempt")).isEmpty();
        assertUnspoofed(lastSeen("/plain/x"));

        gateway.send(spoofed(gateway.request("/plain/x")).GET());
        assertThat(lastSeen("/plain/x").getAll("Idempotency-Attempt")).isEmpty();
        assertUnspoofed(lastSeen("/plain/x"));
    }

    @Test
    void anotherHeadersKeyGoesUpstreamUnderBothNames() {
        String key = newKey();
        HttpResponse<byte[]> answer = gateway.send(gateway.request("/paypal/x")
                .header("PayPal-Request-Id", key)
                .header("Idempotency-Key", "something else")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(answer.headers().firstValue("Idempotency-Key")).contains(key);
        assertThat(lastSeen("/paypal/x").getAll("PayPal-Request-Id")).containsExactly(key);
        assertThat(lastSeen("/paypal/x").getAll("Idempotency-Key")).containsExactly(key);
    }

    @Test
    void onSuchARouteAnIdempotencyKeyHasNoMeaning() {
        gateway.send(
                gateway.request("/paypal/x").header("Idempotency-Key", newKey()).POST(BodyPublishers.ofString("{}")));
        assertThat(lastSeen("/paypal/x").getAll("Idempotency-Key")).isEmpty();
    }

    @Test
    void theUpstreamIsNotAskedToCompressNorToSayGoOn() {
        gateway.send(gateway.post("/plain/x", newKey(), "{}")
                .header("Accept-Encoding", "gzip")
                .expectContinue(true));
        assertThat(lastSeen("/plain/x").getAll("Accept-Encoding")).isEmpty();
        assertThat(lastSeen("/plain/x").getAll("Expect")).isEmpty();
    }

    @Test
    void twoCallersWithOneKeyNeverSeeEachOther() {
        String key = newKey();
        String alices = text(gateway.send(gateway.post("/plain/x", key, "{}")));
        HttpResponse<byte[]> bobs =
                gateway.send(gateway.post("/plain/x", key, "{}").setHeader(Gateway.USER, "bob"));
        HttpResponse<byte[]> bobsOther =
                gateway.send(gateway.post("/plain/x", key, "{ }").setHeader(Gateway.USER, "bob"));
        assertThat(bobs.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(text(bobs)).isNotEqualTo(alices);
        assertThat(bobsOther.statusCode()).isEqualTo(422);
    }

    @Test
    void aTenantsHeaderCanNameTheCallerAndMustBeThereOnce() {
        String key = newKey();
        assertThat(gateway.send(gateway.post("/tenant/x", key, "{}").header("X-Tenant", "a"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(gateway.send(gateway.post("/tenant/x", key, "{ }").header("X-Tenant", "b"))
                        .statusCode())
                .isEqualTo(201);
        AnswersTest.assertProblem(gateway.send(gateway.post("/tenant/x", key, "{}")), 401, "caller-unknown", false);
        AnswersTest.assertProblem(
                gateway.send(gateway.post("/tenant/x", key, "{}")
                        .header("X-Tenant", "a")
                        .header("X-Tenant", "b")),
                401,
                "caller-unknown",
                false);
    }

    @Test
    void everybodyCanBeOneCaller() {
        String key = newKey();
        gateway.send(gateway.post("/everybody/x", key, "{}"));
        assertThat(gateway.send(gateway.post("/everybody/x", key, "{}").setHeader(Gateway.USER, "bob"))
                        .headers()
                        .firstValue("Idempotent-Replayed"))
                .contains("true");
    }

    @Test
    void routesThatShareANamespaceShareTheirKeys() {
        String key = newKey();
        gateway.send(gateway.post("/shared/a/x", key, "{}"));
        AnswersTest.assertProblem(gateway.send(gateway.post("/shared/b/x", key, "{}")), 422, "key-reused", false);
        assertThat(gateway.send(gateway.post("/plain/x", key, "{}")).statusCode())
                .isEqualTo(201);
    }

    @Test
    void aPagesScriptMayReadOurHeadersOnEveryCoveredAnswer() {
        String key = newKey();
        for (String body : new String[] {"{}", "{}", "{ }"}) {
            HttpResponse<byte[]> answer =
                    gateway.send(gateway.post("/plain/x", key, body).header("Origin", "http://shop.test"));
            assertThat(String.join(",", answer.headers().allValues("Access-Control-Expose-Headers")))
                    .contains("X-Mine", "Idempotency-Key", "Idempotent-Replayed", "Idempotency-Status")
                    .contains("Location", "Retry-After");
            assertThat(answer.headers().allValues("Access-Control-Allow-Origin"))
                    .containsExactly("http://shop.test");
        }
        assertThat(gateway.send(gateway.post("/plain/x", key, "{}"))
                        .headers()
                        .firstValue("Access-Control-Expose-Headers"))
                .isEmpty();
    }

    @Test
    void whatTheGatewayPutsOnEveryAnswerIsOnAReplayOnceAsOnTheFirst() {
        gateway.upstream().on("/plain/varies", (request, response) -> response.header("Vary", "Accept")
                .sendString(Mono.just("one of them")));
        HttpRequest.Builder request =
                gateway.post("/plain/varies", newKey(), "{}").header("Origin", "http://shop.test");

        List<String> first = gateway.send(request).headers().allValues("Vary");
        HttpResponse<byte[]> replay = gateway.send(request);

        assertThat(first).contains("Accept", "Origin");
        assertThat(replay.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(replay.headers().allValues("Vary")).containsExactlyInAnyOrderElementsOf(first);
    }

    private static HttpRequest.Builder spoofed(HttpRequest.Builder request) {
        return request.header("Idempotency-Attempt", "7")
                .header("Idempotent-Replayed", "true")
                .header("Idempotency-Status", "bypassed");
    }

    private static void assertUnspoofed(HttpHeaders seen) {
        assertThat(seen.getAll("Idempotent-Replayed")).isEmpty();
        assertThat(seen.getAll("Idempotency-Status")).isEmpty();
    }

    private static HttpHeaders lastSeen(String path) {
        var seen = gateway.upstream().seen(path);
        return seen.get(seen.size() - 1).headers();
    }
}
