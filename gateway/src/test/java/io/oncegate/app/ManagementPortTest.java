package io.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.app.Operations.Who;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what on the management port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagementPortTest {

    private Operations operations;

    @BeforeAll
    void start() {
        operations = new Operations();
    }

    @AfterAll
    void stop() {
        operations.close();
    }

    @ParameterizedTest(name = "{0} {1}: nobody {2}, impostor {3}, customer {4}, read-only {5}, operator {6}")
    @CsvSource({
        "GET,    /actuator/health,           200, 401, 200, 200, 200",
        "HEAD,   /actuator/health,           200, 401, 200, 200, 200",
        "GET,    /actuator/health/liveness,  200, 401, 200, 200, 200",
        "GET,    /actuator/health/readiness, 200, 401, 200, 200, 200",
        "GET,    /actuator/health/redis,     404, 401, 404, 200, 200",
        "POST,   /actuator/health,           401, 401, 403, 403, 405",
        "GET,    /actuator,                  401, 401, 403, 200, 200",
        "GET,    /actuator/metrics,          401, 401, 403, 200, 200",
        "HEAD,   /actuator/metrics,          401, 401, 403, 200, 200",
        "GET,    /actuator/auditevents,      401, 401, 403, 200, 200",
        "GET,    /actuator/touch,            401, 401, 403, 200, 200",
        "POST,   /actuator/touch,            401, 401, 403, 403, 204",
        "DELETE, /actuator/touch,            401, 401, 403, 403, 204",
        "PUT,    /actuator/touch,            401, 401, 403, 403, 405",
        "PATCH,  /actuator/touch,            401, 401, 403, 403, 405",
        "TRACE,  /actuator/touch,            400, 400, 400, 400, 400",
        "GET,    /actuator/nothing,          401, 401, 403, 404, 404",
        "GET,    /actuator/env,              401, 401, 403, 404, 404",
        "GET,    /actuator/configprops,      401, 401, 403, 404, 404",
        "GET,    /actuator/heapdump,         401, 401, 403, 404, 404",
        "GET,    /actuator/gateway/routes,   401, 401, 403, 404, 404",
    })
    void everybodyIsAnsweredAsTheirRoleAllows(
            String method, String path, int nobody, int impostor, int customer, int readOnly, int operator)
            throws Exception {
        assertThat(status(Who.NOBODY, method, path)).as("nobody").isEqualTo(nobody);
        assertThat(status(Who.IMPOSTOR, method, path)).as("impostor").isEqualTo(impostor);
        assertThat(status(Who.CUSTOMER, method, path)).as("customer").isEqualTo(customer);
        assertThat(status(Who.READ_ONLY, method, path)).as("read-only").isEqualTo(readOnly);
        assertThat(status(Who.OPERATOR, method, path)).as("operator").isEqualTo(operator);
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void onlyWhoMayChangeHasChangedSomething(Who who) throws Exception {
        int before = operations.changes();

        operations.request(who, "POST", "/actuator/touch");
        operations.request(who, "DELETE", "/actuator/touch");

        assertThat(operations.changes() - before).isEqualTo(who == Who.OPERATOR ? 2 : 0);
    }

    @ParameterizedTest
    @CsvSource({"NOBODY, false", "CUSTOMER, false", "READ_ONLY, true", "OPERATOR, true"})
    void whatIsUpIsForOperators(Who who, boolean told) throws Exception {
        HttpResponse<String> health = operations.request(who, "GET", "/actuator/health");

        assertThat(health.body()).contains("\"status\":\"UP\"");
        assertThat(health.body().contains("components")).isEqualTo(told);
        assertThat(health.body().contains("version")).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//actuator/metrics",
                "/actuator//metrics",
                "/actuator/./metrics",
                "/actuator/health/../metrics",
                "/actuator/health/%2e%2e/metrics",
                "/actuator/health;/../metrics",
                "/actuator/metrics/",
                "/actuator/%6detrics",
                "/actuator/metrics;x=y",
                "/actuator/metrics%2f",
                "/hello"
            })
    void noOtherSpellingGetsAround(String path) throws Exception {
        HttpResponse<String> answer = operations.request(Who.NOBODY, "GET", path);

        assertThat(answer.statusCode()).isIn(400, 401);
        assertThat(answer.body()).doesNotContain("jvm.memory.used");
    }

    @Test
    void aRefusalIsAProblemThatNobodyKeeps() throws Exception {
        HttpResponse<String> missing = operations.request(Who.NOBODY, "GET", "/actuator/metrics");
        assertProblem(missing, "credentials-missing");
        assertThat(missing.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"oncegate\"");

        HttpResponse<String> wrong = operations.request(Who.IMPOSTOR, "GET", "/actuator/metrics");
        assertProblem(wrong, "credentials-invalid");
        assertThat(wrong.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"oncegate\"");

        HttpResponse<String> customer = operations.request(Who.CUSTOMER, "GET", "/actuator/metrics");
        assertProblem(customer, "role-missing");
        assertThat(customer.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void nobodyIsGivenACookieAndNoAnswerIsKept(Who who) throws Exception {
        HttpResponse<String> answer = operations.request(who, "GET", "/actuator/metrics");

        assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
    }

    private int status(Who who, String method, String path) throws Exception {
        return operations.request(who, method, path).statusCode();
    }

    private static void assertProblem(HttpResponse<String> answer, String code) {
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body())
                .contains(
                        "\"type\":\"/idempotency-policy#" + code + "\"",
                        "\"code\":\"" + code + "\"",
                        "\"status\":" + answer.statusCode(),
                        "\"instance\":\"/actuator/metrics\"",
                        "\"retryable\":false");
    }
}
