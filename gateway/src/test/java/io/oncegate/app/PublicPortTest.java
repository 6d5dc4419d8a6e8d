package io.oncegate.app;

import static io.oncegate.app.Operations.AUTHORIZATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Nothing of the management port is on the public one. */
class PublicPortTest {

    @Test
    void actuatorIsAPathLikeAnyOtherAndAnOperatorACallerLikeAnyOther() throws Exception {
        try (Operations operations = new Operations()) {
            RunningGateway gateway = operations.gateway();
            for (String path : new String[] {
                "/actuator", "/actuator/health", "/actuator/metrics", "/actuator/auditevents", "/actuator/touch"
            }) {
                HttpResponse<String> answer = gateway.get(path, new String[] {AUTHORIZATION, Operations.OPERATOR});

                assertThat(answer.body()).as(path).isEqualTo("hello");
                assertThat(gateway.lastSeen().getAll("X-User-Id")).containsExactly("olga");
                assertThat(gateway.lastSeen().contains(AUTHORIZATION)).isFalse();
            }
        }
    }

    @Test
    void withoutARouteForItThereIsNothing() throws Exception {
        try (Operations operations =
                new Operations("spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/api/**")) {
            HttpResponse<String> answer =
                    operations.gateway().get("/actuator/health", new String[] {AUTHORIZATION, Operations.OPERATOR});

            assertThat(answer.statusCode()).isEqualTo(404);
        }
    }

    /** The endpoints are guarded by their port: on the public one they would be whatever a route makes of them. */
    @Test
    void onePortForBothIsRefusedAtTheStart() {
        String port = Integer.toString(RunningGateway.freePort());

        assertThatThrownBy(() -> new Operations("server.port=" + port, "management.server.port=" + port))
                .hasMessageContaining("not listening on a separate port");
    }
}
