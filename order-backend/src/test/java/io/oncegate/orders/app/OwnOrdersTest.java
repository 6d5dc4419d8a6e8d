package io.oncegate.orders.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Contract 9: callers see their own orders, and nobody else's. */
class OwnOrdersTest extends ServiceTest {

    @Test
    void anOrderLooksAsItDidWhenItWasPlaced() {
        Reply placed = service().order(alice, "k", COFFEE);
        Reply shown = service().get(alice, placed.header("Location"));

        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.json()).isEqualTo(placed.order());
        assertThat(shown.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void anothersOrderIsNotFound() {
        String location = service().order(alice, "k", COFFEE).header("Location");
        Reply reply = service().get(bob, location);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text("code")).isEqualTo("order-not-found");
        assertThat(reply.response().body()).doesNotContain("SKU-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "1-1-1-1-1",
                "00000000-0000-0000-0000-000000000000",
                "01A20657-D6EE-7C3D-A1AB-8C88EF517243",
                "%00"
            })
    void anIdOfNoOrderIsNotFound(String id) {
        assertThat(service().get(alice, "/api/orders/" + id).status()).isIn(400, 404);
    }

    @Test
    void ordersAreListedNewestFirstPageByPage() {
        List<String> placed = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            String body = "{\"prodCode\": \"SKU-3\", \"amount\": " + i + "}";
            placed.add(service().order(alice, "k" + i, body).orderId());
            service().advance(Duration.ofMillis(1));
        }
        service().order(bob, "k1", COFFEE);
        Collections.reverse(placed);

        List<String> listed = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String path = "/api/orders?limit=2";
        while (!path.isEmpty()) {
            Reply page = service().get(alice, path);
            List<JsonNode> orders = page.json().path("orders").valueStream().toList();
            sizes.add(orders.size());
            orders.forEach(order -> listed.add(order.path("orderId").asString()));
            path = page.json().has("next") ? "/api/orders?limit=2&after=" + page.text("next") : "";
        }
        assertThat(listed).isEqualTo(placed);
        assertThat(sizes).containsExactly(2, 2, 1);
        assertThat(service().get(alice, "/api/orders?limit=5").json().has("next"))
                .isFalse();
        assertThat(service().get(alice, "/api/orders?limit=4").json().has("next"))
                .isTrue();
    }

    @Test
    void whoHasOrderedNothingGetsAnEmptyPage() {
        Reply reply = service().get(alice, "/api/orders");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.response().body()).isEqualTo("{\"orders\":[]}");
    }

    @Test
    void anOrderIsFoundByItsKeyQuotedOrBare() {
        Reply placed = service().order(alice, "a key, with \\ and more", COFFEE);
        service().order(alice, "another", TEA);

        for (String key : List.of("a key, with \\ and more", "\"a key, with \\\\ and more\"")) {
            Reply found = service().get(alice, "/api/orders?dedupKey=" + encoded(key));
            assertThat(found.status()).isEqualTo(200);
            assertThat(found.json().path("orders").valueStream()).containsExactly(placed.order());
            assertThat(found.json().has("next")).isFalse();
        }
    }

    @Test
    void aKeyOfNobodysOrOfAnothersFindsNothing() {
        service().order(bob, "k", COFFEE);

        for (String key : List.of("k", "K", "never")) {
            Reply none = service().get(alice, "/api/orders?dedupKey=" + key);
            assertThat(none.status()).isEqualTo(200);
            assertThat(none.response().body()).isEqualTo("{\"orders\":[]}");
        }
        assertThat(ordersOf(alice)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dedupKey=",
                "dedupKey=%22open",
                "dedupKey=caf%C3%A9",
                "dedupKey=a&dedupKey=b",
                "dedupKey=k&limit=1",
                "dedupKey=k&after=0197a2b4-0000-7000-8000-000000000000"
            })
    void aKeyThatIsNoneOrDoesNotGoAloneIsNamed(String query) {
        Reply reply = service().get(alice, "/api/orders?" + query);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("request-invalid");
        assertThat(reply.faults()).containsExactly("dedupKey");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=101", "limit=-1", "limit=two", "limit=", "after=x", "after="})
    void badParametersAreNamed(String query) {
        Reply reply = service().get(alice, "/api/orders?" + query);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("request-invalid");
        assertThat(reply.faults()).containsExactly(query.substring(0, query.indexOf('=')));
    }

    @Test
    void anAcceptHeaderNeverHidesWhatWasDone() {
        Reply reply = service().send(service().requestBy(alice, "/api/orders").header("Accept", "text/xml"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    }
}
