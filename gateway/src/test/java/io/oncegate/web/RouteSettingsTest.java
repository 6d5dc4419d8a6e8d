package io.oncegate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

/** The arguments of contract 8: route over application over contract, and contradictions that name their place. */
class RouteSettingsTest {

    private final FilterArguments defaults = new FilterArguments();

    @Test
    void theContractHoldsWhereNobodySaysOtherwise() {
        RouteSettings settings = resolve(it -> {});
        assertThat(settings.namespace()).isEqualTo("orders");
        assertThat(settings.lifetimes().lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.inFlightWait()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.answerTimeout()).isEmpty();
        assertThat(settings.requests().methods()).containsExactlyInAnyOrder("POST", "PATCH");
        assertThat(settings.upstreamDeduplicates()).isFalse();
        assertThat(settings.onStoreFailure()).isEqualTo(OnStoreFailure.REJECT);
    }

    @Test
    void theApplicationsDefaultsComeBeforeTheContractAndTheRouteBeforeBoth() {
        defaults.setLease(Duration.ofSeconds(5));
        defaults.setInFlightWait(Duration.ofSeconds(7));
        RouteSettings settings = resolve(it -> it.setInFlightWait(Duration.ZERO));
        assertThat(settings.lifetimes().lease()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.inFlightWait()).isEqualTo(Duration.ZERO);
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                contradiction("on-store-failure", it -> it.setOnStoreFailure(OnStoreFailure.BYPASS)),
                contradiction("methods", it -> it.setMethods(List.of())),
                contradiction("methods", it -> it.setMethods(List.of("POST", "HEAD"))),
                contradiction("header", it -> it.setHeader("no name")),
                contradiction("namespace", it -> it.setNamespace(" ")),
                contradiction("caller", it -> it.setCaller("somebody")),
                contradiction("caller", it -> it.setCaller("header=")),
                contradiction("max-request-body", it -> it.setMaxRequestBody(DataSize.ofBytes(-1))),
                contradiction("max-kept-body", it -> it.setMaxKeptBody(DataSize.ofGigabytes(1))),
                contradiction("lease", it -> it.setLease(Duration.ZERO)),
                contradiction("lease", it -> it.setLease(Duration.ofMillis(50))),
                contradiction("lease", it -> it.setLease(Duration.ofHours(25))),
                contradiction("caller", it -> it.setCaller("header=idempotency-key")),
                contradiction("answer-timeout", it -> it.setAnswerTimeout(Duration.ofSeconds(60))),
                contradiction("in-flight-wait", it -> it.setInFlightWait(Duration.ofSeconds(61))),
                contradiction("execution-timeout", it -> it.setExecutionTimeout(Duration.ZERO)),
                contradiction("answer-timeout", it -> it.setAnswerTimeout(Duration.ofHours(1))),
                contradiction("in-flight-wait", it -> it.setInFlightWait(Duration.ofSeconds(-1))),
                contradiction("retention", it -> it.setRetention(Duration.ofSeconds(1))),
                contradiction("tombstone", it -> it.setTombstone(Duration.ofSeconds(-1))),
                contradiction("kept-headers", it -> it.setKeptHeaders(List.of("set-cookie"))),
                contradiction("released-statuses", it -> it.setReleasedStatuses(List.of(201))));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void aContradictionNamesTheRouteAndTheProperty(String property, Consumer<RouteArguments> arguments) {
        assertThatThrownBy(() -> resolve(arguments))
                .isInstanceOf(RouteConfigurationException.class)
                .hasMessageContaining("route 'orders'")
                .hasMessageContaining("'" + property + "'");
    }

    private static Arguments contradiction(String property, Consumer<RouteArguments> arguments) {
        return Arguments.of(property, arguments);
    }

    private RouteSettings resolve(Consumer<RouteArguments> change) {
        RouteArguments arguments = new RouteArguments();
        arguments.setRouteId("orders");
        change.accept(arguments);
        return new RouteSettingsResolver(defaults, Callers.principal((Principal it) -> false)).resolve(arguments);
    }
}
