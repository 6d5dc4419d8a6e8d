package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules in {@code config/prometheus} are rules, each alert says what to do, and fires where it should and nowhere else. */
class RulesTest {

    private static final Path DIRECTORY = Expressions.PROMETHEUS;

    @Test
    void theConfigurationAndItsRulesAreValid() {
        PrometheusPackage.Said said = PrometheusPackage.promtool(DIRECTORY, "check", "config", "prometheus.yml");

        assertThat(said.exit()).as(said.text()).isZero();
    }

    @Test
    void everyAlertFiresWhereItShouldAndIsQuietWhereItShouldBe() throws IOException {
        PrometheusPackage.Said said = PrometheusPackage.promtool(DIRECTORY, "test", "rules", "oncegate-rules-test.yml");

        assertThat(said.exit()).as(said.text()).isZero();
        String tests = Files.readString(DIRECTORY.resolve("oncegate-rules-test.yml"));
        assertThat(Expressions.alerts()).isNotEmpty().allSatisfy(alert -> assertThat(tests)
                .contains("# " + Expressions.name(alert) + ": fires")
                .contains("# " + Expressions.name(alert) + ": quiet"));
    }

    @Test
    void aRuleThatNeverFiresIsFound(@TempDir Path directory) throws IOException {
        String rules = Files.readString(Expressions.RULES);
        Files.writeString(
                directory.resolve("oncegate-rules.yml"), rules.replace("outcome=\"bypassed\"", "outcome=\"bypass\""));
        Files.copy(DIRECTORY.resolve("oncegate-rules-test.yml"), directory.resolve("oncegate-rules-test.yml"));

        PrometheusPackage.Said said = PrometheusPackage.promtool(directory, "test", "rules", "oncegate-rules-test.yml");

        assertThat(said.exit()).isNotZero();
        assertThat(said.text()).contains("OncegateBypassed");
    }

    @Test
    void everyAlertSaysWhatToDo() {
        assertThat(Expressions.alerts())
                .allSatisfy(alert -> assertThat(String.valueOf(alert.get("annotations")))
                        .contains("summary=")
                        .contains("runbook="))
                .allSatisfy(alert -> assertThat(String.valueOf(alert.get("labels")))
                        .containsPattern("severity=(critical|warning|info)"));
    }
}
