package io.oncegate.web;

import static io.oncegate.web.AnswersTest.assertProblem;
import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** A gateway whose Redis goes away and comes back. */
class StoreFailureTest {

    @Test
    void withoutRedisARouteRefusesOrSaysThatItRanUnprotected() {
        // a gateway of its own class: closing one lets go of event loops that all of a JVM share
        try (Gateway own = new Gateway(all(
                route(0, "reject", "/reject/**"),
                route(1, "bypass", "/bypass/**", "upstream-deduplicates=true", "on-store-failure=bypass"),
                route(2, "other", "/other/**", "key=optional")))) {
            for (String path : new String[] {"/reject/x", "/bypass/x", "/other/x"}) {
                own.upstream().on(path, Upstream.answer(201, "ran".getBytes(UTF_8)));
            }
            own.redis().stop();

            await().untilAsserted(() ->
                    assertProblem(own.send(own.post("/reject/x", newKey(), "{}")), 503, "store-unavailable", true));
            String key = newKey();
            HttpResponse<byte[]> bypassed = own.send(own.post("/bypass/x", key, "{}"));
            assertThat(bypassed.statusCode()).isEqualTo(201);
            assertThat(bypassed.headers().firstValue("Idempotency-Status")).contains("bypassed");
            assertThat(bypassed.headers().firstValue("Idempotency-Key")).contains(key);
            assertThat(own.upstream().seen("/bypass/x").get(0).headers().get("Idempotency-Key"))
                    .isEqualTo(key);
            assertThat(own.upstream().seen("/reject/x")).isEmpty();
            assertThat(own.send(own.request("/other/x").GET()).statusCode()).isEqualTo(201);

            own.redis().start();
            await().untilAsserted(() -> assertThat(
                            own.send(own.post("/reject/x", newKey(), "{}")).statusCode())
                    .isEqualTo(201));
        }
    }
}
