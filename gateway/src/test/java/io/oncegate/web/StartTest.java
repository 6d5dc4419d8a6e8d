package io.oncegate.web;

import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.route;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What must stop the start does, and says why (contract 8). */
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
    void anUnknownCallerBeanStopsTheStart() {
        assertStops("nobodyKnowsIt", route(0, "a", "/a/**", "caller=#{@nobodyKnowsIt}"));
    }

    private static void assertStops(String message, String... properties) {
        // no Redis is there: nothing gets that far
        assertThatThrownBy(() -> Gateway.start(Gateway.freePort(), "http://127.0.0.1:9", properties))
                .hasStackTraceContaining(message);
    }
}
