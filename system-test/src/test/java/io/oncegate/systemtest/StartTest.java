package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runnable gateway's configuration, as an operator writes it (contract 8 and 12). */
class StartTest {

    private static final URI NOBODY = URI.create("http://127.0.0.1:9");

    @Test
    void anotherLocationReplacesTheRoutes(@TempDir Path directory) throws IOException {
        Path configuration = directory.resolve("gateway.yml");
        Files.writeString(configuration, """
                spring.cloud.gateway.server.webflux.routes:
                  - id: payments
                    uri: http://127.0.0.1:9
                    predicates: [ Path=/payments/** ]
                    filters: [ IdempotencyKey ]
                """);
        try (RedisProcess redis = RedisProcess.start();
                GatewayProcess gateway = GatewayProcess.start(
                        redis.port(),
                        NOBODY,
                        Product.PATIENT,
                        "--spring.config.additional-location=file:" + configuration)) {
            Http http = gateway.http();
            assertThat(http.post("alice", "/payments/1", Http.newKey(), "{}").body())
                    .contains("upstream-unavailable");
            assertThat(http.post("alice", "/api/orders", Http.newKey(), "{}").status())
                    .isEqualTo(404);
        }
    }

    @Test
    void aContradictionStopsTheStartAndNamesRouteAndProperty() {
        assertThatThrownBy(() -> GatewayProcess.start(
                        9,
                        NOBODY,
                        "--oncegate.defaults.on-store-failure=bypass",
                        "--oncegate.defaults.upstream-deduplicates=false"))
                .hasStackTraceContaining("route 'feedback', filter IdempotencyKey, property 'on-store-failure'");
    }
}
