package io.oncegate.web;

import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whether reservations are safe is told in health; readiness does not hang on it. */
class HealthTest {

    private static final String[] SHOWN = {
        "management.endpoint.health.show-details=always",
        "management.endpoint.health.show-components=always",
        "management.endpoint.health.probes.enabled=true",
        "oncegate.store-timeout=1s"
    };

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway(all(SHOWN, route(0, "once", "/once/**")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aRedisThatMayEvictIsWarnedOfAndStillUp() {
        try (RedisControl redis = new RedisControl(gateway.redisPort())) {
            assertThat(text(health("")).replaceAll("\\s", ""))
                    .contains("\"oncegate\":{\"details\":{")
                    .contains("\"maxmemory-policy\":\"noeviction\"")
                    .doesNotContain("mayevict");

            redis.commands().configSet("maxmemory-policy", "volatile-lru");
            HttpResponse<byte[]> health = health("/oncegate");
            redis.commands().configSet("maxmemory-policy", "noeviction");

            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(text(health)).contains("\"status\":\"UP\"").contains("maxmemory-policy is volatile-lru");
        }
    }

    @Test
    void aRedisThatDoesNotAnswerIsDownAndTheGatewayStaysReady() {
        try (RedisControl redis = new RedisControl(gateway.redisPort())) {
            redis.whileFrozen(() -> {
                HttpResponse<byte[]> health = health("/oncegate");
                assertThat(health.statusCode()).isEqualTo(503);
                assertThat(text(health)).contains("does not answer").doesNotContain("127.0.0.1");
                assertThat(health("/readiness").statusCode()).isEqualTo(200);
                assertThat(health("/liveness").statusCode()).isEqualTo(200);
            });
        }
    }

    private static HttpResponse<byte[]> health(String path) {
        return gateway.send(gateway.request("/actuator/health" + path).GET());
    }
}
