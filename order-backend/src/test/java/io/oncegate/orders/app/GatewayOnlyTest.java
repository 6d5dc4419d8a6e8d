package io.oncegate.orders.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Contract 12: the user comes from the gateway, and only the gateway is believed. */
class GatewayOnlyTest extends ServiceTest {

    private void assertRefused(Reply reply, int status, String code) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text("code")).isEqualTo(code);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.header("Idempotency-Disposition")).isEqualTo("not-executed");
        assertThat(reply.response().body()).doesNotContain(RunningService.TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/orders",
                "/api/products",
                "/api/feedback",
                "/api/nothing",
                "/api/orders/x",
                "/",
                "/page/main.js",
                "/nothing"
            })
    void nothingIsAnsweredWithoutTheToken(String path) {
        assertRefused(service().send(service().request(path).header("X-User-Id", alice)), 403, "gateway-only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", "token-of-the-test", "token-of-the-tests2", "TOKEN-OF-THE-TESTS"})
    void aWrongTokenIsNoToken(String token) {
        HttpRequest.Builder request = service()
                .request("/api/orders")
                .header("X-User-Id", alice)
                .header("X-Gateway-Token", token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "k")
                .POST(BodyPublishers.ofString(COFFEE));
        assertRefused(service().send(request), 403, "gateway-only");
        assertThat(ordersOf(alice)).isZero();
    }

    @Test
    void twoTokensAreNoToken() {
        HttpRequest.Builder request = service().requestBy(alice, "/api/orders").header("X-Gateway-Token", "another");
        assertRefused(service().send(request), 403, "gateway-only");
    }

    @Test
    void withoutAUserThereAreNoOrders() {
        HttpRequest.Builder nobody = service().request("/api/orders").header("X-Gateway-Token", RunningService.TOKEN);
        assertRefused(service().send(nobody), 401, "caller-unknown");
        assertRefused(service().get(" ", "/api/feedback"), 401, "caller-unknown");
        assertRefused(service().get("a".repeat(256), "/api/orders"), 401, "caller-unknown");
        assertRefused(
                service().send(service().requestBy(alice, "/api/orders").header("X-User-Id", bob)),
                401,
                "caller-unknown");
    }

    @Test
    void usersWhoseNamesDifferInCaseOnlyAreTwoUsers() {
        String orderId = service().order("user-" + alice, "k", COFFEE).orderId();

        assertThat(service().get("USER-" + alice, "/api/orders/" + orderId).status())
                .isEqualTo(404);
        assertThat(service().order("USER-" + alice, "k", COFFEE).status()).isEqualTo(201);
    }

    @Test
    void productsAreForEveryCaller() {
        Reply reply =
                service().send(service().request("/api/products").header("X-Gateway-Token", RunningService.TOKEN));

        assertThat(reply.status()).isEqualTo(200);
        List<JsonNode> products = reply.json().path("products").valueStream().toList();
        assertThat(products).hasSizeGreaterThanOrEqualTo(5);
        assertThat(products.get(0).path("prodCode").asString()).isEqualTo("SKU-1");
        assertThat(products.get(0).path("name").asString()).isNotBlank();
        assertThat(products.get(2).path("nameZh").asString()).isEqualTo("\u53f0\u706f");
    }

    @Test
    void healthIsOnThePortOfItsOwnAndNothingElseIs() {
        String management = "http://localhost:" + service().port("local.management.port");
        Reply health = service().send(HttpRequest.newBuilder(java.net.URI.create(management + "/actuator/health")));
        Reply env = service().send(HttpRequest.newBuilder(java.net.URI.create(management + "/actuator/env")));

        assertThat(health.text("status")).isEqualTo("UP");
        assertThat(env.status()).isEqualTo(404);
        assertThat(service().get(alice, "/actuator/health").status()).isEqualTo(404);
    }
}
