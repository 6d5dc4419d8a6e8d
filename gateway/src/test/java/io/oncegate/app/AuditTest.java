package io.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.app.Operations.Who;
import io.oncegate.ops.AuditLog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the audit trail and its log line tell, and what they do not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class AuditTest {

    private Operations operations;

    @BeforeAll
    void start() {
        operations = new Operations();
    }

    @AfterAll
    void stop() {
        operations.close();
    }

    @Test
    void aRefusedAccessIsToldToOperatorsAndInTheLog(CapturedOutput output) throws Exception {
        operations.request(Who.CUSTOMER, "GET", "/actuator/metrics?tag=hush");

        assertThat(events("shop"))
                .contains(
                        "\"principal\":\"shop\"",
                        "\"type\":\"ONCEGATE_ACCESS_REFUSED\"",
                        "\"method\":\"GET\"",
                        "\"path\":\"/actuator/metrics\"",
                        "\"code\":\"role-missing\"")
                .doesNotContain("hush");
        assertThat(lines(output, "/actuator/metrics"))
                .singleElement()
                .asString()
                .contains(
                        "\"type\":\"ONCEGATE_ACCESS_REFUSED\",\"principal\":\"shop\"",
                        "\"data\":{\"method\":\"GET\",\"path\":\"/actuator/metrics\",\"code\":\"role-missing\"}");
    }

    @Test
    void aWrongSecretIsToldWithTheClientWhoseNameWasGivenAndNoOtherName(CapturedOutput output) throws Exception {
        operations.request(Who.IMPOSTOR, "GET", "/actuator/wrong");
        operations.gateway().manage("GET", "/actuator/wrong", "Authorization", RunningGateway.basic("s3cr3t", "olga"));
        operations.gateway().manage("GET", "/actuator/wrong", "Authorization", "Bearer s3cr3t.s3cr3t.s3cr3t");

        assertThat(lines(output, "/actuator/wrong"))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("\"principal\":\"anonymous\"", "credentials-invalid"))
                .filteredOn(line -> line.contains("\"claimed\":\"olga\""))
                .hasSize(1);
        assertThat(events("anonymous")).contains("\"claimed\":\"olga\"");
        assertNoneTells(output, "s3cr3t", "guess", Operations.WRONG);
    }

    @Test
    void aChangeFromAnotherSiteIsToldWithTheOperatorWhoseBrowserItWas(CapturedOutput output) throws Exception {
        operations
                .gateway()
                .manage(
                        "POST",
                        "/actuator/touch",
                        "Authorization",
                        Operations.OPERATOR,
                        "Sec-Fetch-Site",
                        "cross-site");

        assertThat(lines(output, "cross-site"))
                .singleElement()
                .asString()
                .contains("\"principal\":\"olga\"", "\"method\":\"POST\"", "\"path\":\"/actuator/touch\"");
    }

    @Test
    void whatComesAfterAnEndpointsNameMayBeAKeyAndIsNotTold(CapturedOutput output) throws Exception {
        operations.request(Who.CUSTOMER, "DELETE", "/actuator/touch/orders/alice/8e03978e-40d5");

        assertThat(lines(output, "DELETE")).singleElement().asString().contains("\"path\":\"/actuator/touch/...\"");
        assertNoneTells(output, "8e03978e-40d5");
    }

    @Test
    void whatAnEndpointPublishesIsToldOnceAndInOneLineWhateverItHolds(CapturedOutput output) throws Exception {
        operations
                .gateway()
                .application()
                .publishEvent(new AuditApplicationEvent(
                        "olga",
                        "ONCEGATE_RELEASED",
                        Map.of("reason", "a\r\nb\u2028\u0085\u001b[2J\",\"x\":\"", "after", "none")));

        assertThat(lines(output, "ONCEGATE_RELEASED"))
                .singleElement()
                .asString()
                .contains("\"principal\":\"olga\"", "\"after\":\"none\"")
                .containsPattern("a\\\\r\\\\nb\\\\u2028\\\\u0085\\\\u001[bB]\\[2J\\\\\",\\\\\"x\\\\\":\\\\\"");
        assertThat(events("olga")).containsOnlyOnce("ONCEGATE_RELEASED");
    }

    private String events(String principal) throws Exception {
        return operations
                .get("/actuator/auditevents?principal=" + principal, Operations.READER)
                .body();
    }

    private void assertNoneTells(CapturedOutput output, String... secrets) throws Exception {
        assertThat(output.getAll()).doesNotContain(secrets);
        assertThat(operations.get("/actuator/auditevents", Operations.READER).body())
                .doesNotContain(secrets);
    }

    private static List<String> lines(CapturedOutput output, String with) {
        return output.getAll()
                .lines()
                .filter(line -> line.contains(AuditLog.LOGGER) && line.contains(with))
                .toList();
    }
}
