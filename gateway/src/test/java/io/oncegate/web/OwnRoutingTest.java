package io.oncegate.web;

import static io.oncegate.web.CoveredRoutingTest.ROUTES;
import static io.oncegate.web.CoveredRoutingTest.seen;
import static io.oncegate.web.Gateway.newKey;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.NettyRoutingFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** What an application does on the way upstream in its own way, covered requests get too. */
class OwnRoutingTest {

    @Test
    void headerFiltersOfTheApplicationsOwnHoldForCoveredRequestsToo() {
        try (Gateway other = new Gateway(List.of(OwnHeaderFilters.class), ROUTES)) {
            other.upstream().on("/things/x", Upstream.answer(201, "made".getBytes(UTF_8)));
            HttpHeaders seen =
                    seen(other, "/things/x", () -> assertThat(other.send(other.post("/things/x", newKey(), "{}"))
                                    .headers()
                                    .firstValue("X-Back"))
                            .contains("own"));
            assertThat(seen.get("X-There")).isEqualTo("own");
        }
    }

    @Test
    void aRoutingFilterOfTheApplicationsOwnRoutesCoveredRequestsToo() {
        try (Gateway other = new Gateway(List.of(OwnRouting.class), ROUTES)) {
            other.upstream().on("/things/x", Upstream.answer(201, "made".getBytes(UTF_8)));
            assertThat(seen(other, "/things/x", () -> other.send(other.post("/things/x", newKey(), "{}")))
                            .get("X-Routed"))
                    .isEqualTo("own");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnHeaderFilters {

        @Bean
        HttpHeadersFilter there() {
            return (input, exchange) -> with(input, "X-There");
        }

        @Bean
        HttpHeadersFilter back() {
            return new HttpHeadersFilter() {
                @Override
                public org.springframework.http.HttpHeaders filter(
                        org.springframework.http.HttpHeaders input, ServerWebExchange exchange) {
                    return with(input, "X-Back");
                }

                @Override
                public boolean supports(HttpHeadersFilter.Type type) {
                    return type == HttpHeadersFilter.Type.RESPONSE;
                }
            };
        }

        private static org.springframework.http.HttpHeaders with(
                org.springframework.http.HttpHeaders input, String name) {
            org.springframework.http.HttpHeaders headers = org.springframework.http.HttpHeaders.copyOf(input);
            headers.set(name, "own");
            return headers;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRouting {

        @Bean
        @Primary
        NettyRoutingFilter ownRoutingFilter(
                HttpClient client, ObjectProvider<List<HttpHeadersFilter>> filters, HttpClientProperties properties) {
            return new NettyRoutingFilter(client, filters, properties) {
                @Override
                public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
                    return super.filter(
                            exchange.mutate()
                                    .request(request -> request.header("X-Routed", "own"))
                                    .build(),
                            chain);
                }

                @Override
                public int getOrder() {
                    return ORDER - 1;
                }
            };
        }
    }
}
