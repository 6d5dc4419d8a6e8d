package io.oncegate.app;

import static io.oncegate.app.Operations.AUTHORIZATION;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Nothing of the management port is on the public one; and where somebody puts both on one port, it stays guarded. */
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

    @Test
    void onOnePortTheEndpointsAreStillForOperators() throws Exception {
        String port = Integer.toString(RunningGateway.freePort());
        try (Operations operations = new Operations("server.port=" + port, "management.server.port=" + port)) {
            RunningGateway gateway = operations.gateway();
            for (String path :
                    new String[] {"/actuator", "/actuator/metrics", "/actuator/auditevents", "/actuator/touch"}) {
                assertThat(gateway.get(path, new String[0]).statusCode())
                        .as(path)
                        .isEqualTo(401);
                assertThat(gateway.get(path, new String[] {AUTHORIZATION, Operations.CUSTOMER})
                                .statusCode())
                        .as(path)
                        .isEqualTo(403);
                assertThat(gateway.get(path, new String[] {AUTHORIZATION, Operations.READER})
                                .statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
            assertThat(gateway.get().body()).isEqualTo("hello");
        }
    }
}
