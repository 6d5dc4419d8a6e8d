package io.oncegate.app;

import static io.oncegate.app.Operations.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No endpoint tells a secret, not even to an operator, and not even where somebody exposes them all. */
class SecretsTest {

    private static final Pattern LINK = Pattern.compile("\"href\":\"http://[^/\"]+(/[^\"{]*)(\\{[^\"]*)?\"");
    private static final String SECRET =
            Base64.getEncoder().encodeToString(new byte[32]).replace('A', 's');
    private static final String FILTER = "spring.cloud.gateway.server.webflux.routes[0].filters[0]=";

    @ParameterizedTest
    @ValueSource(strings = {"health,metrics,auditevents", "*"})
    void noneIsFoundInAnyAnswer(String exposed) throws Exception {
        try (Operations operations = new Operations(
                "oncegate.encryption.keys[0].id=1",
                "oncegate.encryption.keys[0].secret=" + SECRET,
                "oncegate.encryption.active=1",
                "oncegate.encryption.fingerprint-secret=" + SECRET,
                "oncegate.clients[3].name=marked",
                "oncegate.clients[3].secret={noop}marked-client-secret",
                FILTER + "SetRequestHeader=X-Gateway-Token, ${GATEWAY_TOKEN}",
                "GATEWAY_TOKEN=marked-gateway-token",
                "management.endpoints.web.exposure.include=" + exposed)) {
            operations.gateway().get();
            assertThat(operations.gateway().lastSeen().get("X-Gateway-Token")).isEqualTo("marked-gateway-token");

            Set<String> paths = paths(operations);
            assertThat(paths).contains("/actuator/health", "/actuator/metrics", "/actuator/auditevents");
            for (String path : paths) {
                assertThat(operations.get(path, OPERATOR).body()).as(path).doesNotContain("marked-", "-secret", SECRET);
            }
        }
    }

    /** The endpoints, and below each metric, whose names and tags are told there. */
    private static Set<String> paths(Operations operations) throws Exception {
        Set<String> paths = new LinkedHashSet<>();
        Matcher link = LINK.matcher(operations.get("/actuator", OPERATOR).body());
        while (link.find()) {
            // a stream has no end to wait for
            if (!link.group(1).contains("stream")) {
                paths.add(link.group(1));
            }
        }
        Matcher metric = Pattern.compile("\"([a-z.]+)\"")
                .matcher(operations.get("/actuator/metrics", OPERATOR).body());
        while (metric.find()) {
            paths.add("/actuator/metrics/" + metric.group(1));
        }
        return paths;
    }
}
