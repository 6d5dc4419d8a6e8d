package io.oncegate.web;

import java.util.Objects;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** A gateway that somebody else wrote: no bean of ours but what the jar brings. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class SomebodysGateway {

    @Bean
    SecurityWebFilterChain open(ServerHttpSecurity http) {
        return http.authorizeExchange(exchanges -> exchanges.anyExchange().permitAll())
                .csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .addFilterAt(principal(), SecurityWebFiltersOrder.LAST)
                .build();
    }

    /** Part of the application's security, so that covered requests take the short way behind it. */
    private static WebFilter principal() {
        return (exchange, chain) -> {
            String user = exchange.getRequest().getHeaders().getFirst(Gateway.USER);
            return user == null
                    ? chain.filter(exchange)
                    : chain.filter(
                            exchange.mutate().principal(Mono.just(() -> user)).build());
        };
    }

    /** Names the caller by path: for routes that ask for it only. */
    @Bean(defaultCandidate = false)
    CallerResolver callerOfQuery() {
        return exchange ->
                Mono.justOrEmpty(exchange.getRequest().getQueryParams().getFirst("caller"));
    }

    /** A filter of somebody else's that reads the form on its way upstream. */
    @Bean
    GlobalFilter formReader() {
        return (exchange, chain) -> exchange.getRequest().getPath().value().startsWith("/read-form/")
                ? exchange.getFormData()
                        .flatMap(form -> chain.filter(exchange.mutate()
                                .request(request ->
                                        request.header("X-Form", Objects.requireNonNull(form.getFirst("field"))))
                                .build()))
                : chain.filter(exchange);
    }
}
