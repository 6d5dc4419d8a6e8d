package io.oncegate.web;

import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** What must stop the start does, and says why (contract 8). */
@ExtendWith(OutputCaptureExtension.class)
class StartTest {

    @Test
    void aContradictionOnARouteStopsTheStart() {
        assertStops(
                "route 'orders', filter IdempotencyKey, property 'on-store-failure'",
                route(0, "orders", "/orders/**", "on-store-failure=bypass"));
    }

    @Test
    void routesThatShareANamespaceMustAgreeOnTheirCallers() {
        assertStops(
                "route 'b', filter IdempotencyKey, property 'caller'",
                all(
                        route(0, "a", "/a/**", "namespace=shared"),
                        route(1, "b", "/b/**", "namespace=shared", "caller=header=X-Tenant")));
    }

    @Test
    void theFilterTwiceOnARouteStopsTheStart() {
        assertStops("the filter is there twice", all(route(0, "a", "/a/**"), new String[] {
            "spring.cloud.gateway.server.webflux.default-filters[0]=IdempotencyKey"
        }));
    }

    @Test
    void routesThatShareANamespaceMustAgreeOnWhetherTheirUpstreamDeduplicates() {
        assertStops(
                "route 'b', filter IdempotencyKey, property 'upstream-deduplicates'",
                all(
                        route(0, "a", "/a/**", "namespace=shared"),
                        route(1, "b", "/b/**", "namespace=shared", "upstream-deduplicates=true")));
    }

    @Test
    void routesThatShareANamespaceMustAgreeOnWhatACallerMayHave() {
        assertStops(
                "route 'b', filter IdempotencyKey, property 'max-keys-per-caller or max-kept-per-caller'",
                all(
                        route(0, "a", "/a/**", "namespace=shared"),
                        route(1, "b", "/b/**", "namespace=shared", "max-keys-per-caller=7")));
        assertStops(
                "route 'b', filter IdempotencyKey, property 'retention'",
                all(
                        route(0, "a", "/a/**", "namespace=shared", "max-keys-per-caller=7"),
                        route(1, "b", "/b/**", "namespace=shared", "max-keys-per-caller=7", "retention=1h")));
    }

    @Test
    void aLimitUnderWhichNothingWouldBeExecutedStopsTheStart() {
        assertStops(
                "route 'a', filter IdempotencyKey, property 'max-kept-per-caller': is not positive",
                route(0, "a", "/a/**", "max-kept-per-caller=0B"));
    }

    @Test
    void aLeaseThatOneCallOfTheStoreMayOutlastStopsTheStart() {
        assertStops(
                "route 'a', filter IdempotencyKey, property 'lease': is no longer than oncegate.store-timeout",
                all(route(0, "a", "/a/**", "lease=5s"), new String[] {"oncegate.store-timeout=5s"}));
    }

    @Test
    void aRequestThatCouldNeverBeHeldStopsTheStart() {
        assertStops(
                "route 'a', filter IdempotencyKey, property 'max-request-body': is more than",
                all(route(0, "a", "/a/**", "max-request-body=2MB"), new String[] {"oncegate.limits.buffered-bytes=1MB"
                }));
    }

    @Test
    void waitingForReplicasForAsLongAsRedisMayTakeStopsTheStart() {
        assertStops(
                "oncegate.replicas-timeout: is no shorter than oncegate.store-timeout",
                all(route(0, "a", "/a/**"), new String[] {
                    "oncegate.replicas-to-wait=1", "oncegate.replicas-timeout=500ms", "oncegate.store-timeout=500ms"
                }));
        assertStops("oncegate.replicas-timeout: is less than a millisecond", all(route(0, "a", "/a/**"), new String[] {
            "oncegate.replicas-to-wait=1", "oncegate.replicas-timeout=0s"
        }));
        assertStops(
                "oncegate.replicas-to-wait: is negative",
                all(route(0, "a", "/a/**"), new String[] {"oncegate.replicas-to-wait=-1"}));
    }

    @Test
    void aFragmentInTheAddressOfThePolicyPageStopsTheStart() {
        assertStops(
                "oncegate.policy-uri", all(route(0, "a", "/a/**"), new String[] {"oncegate.policy-uri=/policy#here"}));
    }

    @Test
    void whatIsDoubtfulIsSaidAtTheStart(CapturedOutput output) {
        try (ConfigurableApplicationContext application = Gateway.start(
                Gateway.freePort(),
                "http://127.0.0.1:9",
                all(
                        route(0, "a", "/a/**", "lease=15s", "released-statuses=500"),
                        new String[] {"oncegate.store-timeout=5s"}))) {
            assertThat(application.isRunning()).isTrue();
        }
        assertThat(output)
                .contains("route 'a', filter IdempotencyKey, property 'lease': is no more than three times")
                .contains("route 'a', filter IdempotencyKey, property 'released-statuses': frees keys");
    }

    @Test
    void whatRedisIsFoundToBeIsSaidAtTheStart(CapturedOutput output) {
        try (Gateway gateway = new Gateway(route(0, "a", "/a/**"))) {
            assertThat(gateway.port()).isPositive();
            // asked in the background, and on the way of no request
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(output)
                    .contains("Redis: {version=7.")
                    .contains("Redis: Redis writes nothing to disk"));
        }
    }

    @Test
    void anUnknownCallerBeanStopsTheStart() {
        assertStops("nobodyKnowsIt", route(0, "a", "/a/**", "caller=#{@nobodyKnowsIt}"));
    }

    private static void assertStops(String message, String... properties) {
        // no Redis is there: nothing gets that far
        assertThatThrownBy(() -> Gateway.start(Gateway.freePort(), "http://127.0.0.1:9", properties))
                .hasStackTraceContaining(message);
    }
}
