package io.oncegate.app;

import io.oncegate.ops.Operator;
import io.oncegate.ops.OperatorsPage;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Who may do what on the management port: anybody may ask for health and for the page's files, operators for everything else, and only those with the
 * role {@value Operator#CHANGES} may change anything.
 */
@Configuration(proxyBeanMethods = false)
class ManagementSecurity {

    /** Ahead of the gateway's own, which lets everything pass and is next. */
    @Bean
    @Order(0)
    SecurityWebFilterChain managementSecurityChain(
            ServerHttpSecurity http, ObjectProvider<ReactiveJwtDecoder> jwts, ManagementRefusals refusals) {
        http.securityMatcher(ManagementSecurity::onManagementPort)
                .authorizeExchange(exchanges -> exchanges
                        .matchers(health(HttpMethod.GET), health(HttpMethod.HEAD))
                        .permitAll()
                        // the same for everybody; what it shows it asks for with the operator's credentials
                        .matchers(page(HttpMethod.GET), page(HttpMethod.HEAD))
                        .permitAll()
                        .matchers(ManagementSecurity::reading)
                        .hasAnyRole(Operator.CHANGES, Operator.READS)
                        .anyExchange()
                        .hasRole(Operator.CHANGES))
                .addFilterBefore(new SameOriginChanges(), SecurityWebFiltersOrder.AUTHORIZATION)
                .exceptionHandling(handling -> handling.accessDeniedHandler(refusals));
        return SecurityConfiguration.provenByEachRequest(http, jwts, refusals).build();
    }

    @Bean
    ManagementRefusals managementRefusals(
            RefusalResponses responses, ApplicationEventPublisher events, ClientsProperties clients) {
        return new ManagementRefusals(responses, new RefusedAccesses(events, InstantSource.system()), clients);
    }

    private static ServerWebExchangeMatcher health(HttpMethod method) {
        return EndpointRequest.to("health").withHttpMethod(method);
    }

    private static ServerWebExchangeMatcher page(HttpMethod method) {
        return ServerWebExchangeMatchers.pathMatchers(method, "/", "/operators", OperatorsPage.PATH + "**");
    }

    /**
     * The management port has a context of its own, whose filters are the gateway's. By that context it is known, whatever is
     * served there and under whatever path.
     */
    private static Mono<MatchResult> onManagementPort(ServerWebExchange exchange) {
        return matched(WebServerApplicationContext.hasServerNamespace(exchange.getApplicationContext(), "management"));
    }

    private static Mono<MatchResult> reading(ServerWebExchange exchange) {
        return matched(SameOriginChanges.READING.contains(exchange.getRequest().getMethod()));
    }

    private static Mono<MatchResult> matched(boolean is) {
        return is ? MatchResult.match() : MatchResult.notMatch();
    }
}
