package io.oncegate.orders.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;

class StartTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "caf\u00e9"})
    void theServiceDoesNotStartWithoutAUsableToken(String token) {
        String url = Databases.POSTGRESQL.create();
        assertThatThrownBy(() -> RunningService.with(Stream.of(
                        "--spring.datasource.url=" + url,
                        "--spring.datasource.username=postgres",
                        "--orders.gateway-token=" + token)))
                .hasRootCauseInstanceOf(MissingGatewayTokenException.class);
    }

    @Test
    void theMissingTokenIsNamedWithTheWayToSetIt() {
        MissingGatewayTokenException failure = new MissingGatewayTokenException("There is none.");
        FailureAnalysis analysis = new MissingGatewayTokenAnalyzer().analyze(failure);

        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription()).isEqualTo("There is none.");
        assertThat(analysis.getAction()).contains("orders.gateway-token").contains("ORDERS_GATEWAY_TOKEN");
    }

    @Test
    void aNegativeWindowStopsTheStart() {
        String url = Databases.POSTGRESQL.create();
        assertThatThrownBy(() -> RunningService.with(Stream.of(
                        "--spring.datasource.url=" + url,
                        "--spring.datasource.username=postgres",
                        "--orders.reorder-window=-1s",
                        "--orders.gateway-token=" + RunningService.TOKEN)))
                .hasStackTraceContaining("re-order window");
    }

    @Test
    void theEmbeddedProfileBringsItsOwnDatabaseAndTakesItAway() throws SQLException {
        ProcessHandle self = ProcessHandle.current();
        RunningService embedded = RunningService.with(Stream.of(
                "--spring.profiles.active=embedded",
                "--spring.datasource.url=jdbc:postgresql://nowhere.invalid/none",
                "--orders.gateway-token=" + RunningService.TOKEN));
        String url;
        try (embedded) {
            assertThat(embedded.order("alice", "k", ServiceTest.COFFEE).status())
                    .isEqualTo(201);
            try (Connection connection = embedded.dataSource().getConnection()) {
                url = connection.getMetaData().getURL();
            }
            assertThat(url).startsWith("jdbc:postgresql://localhost:");
        }
        assertThatThrownBy(() -> java.sql.DriverManager.getConnection(url)).isInstanceOf(SQLException.class);
        assertThat(self.children().map(child -> child.info().command().orElse("")))
                .noneMatch(command -> command.contains("initdb"));
    }
}
