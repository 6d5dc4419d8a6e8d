package io.oncegate.app;

import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses credentials that nobody understood: malformed, several, or of a scheme that is not on. Letting them pass as "none
 * given" would run a request as nobody that was meant as somebody.
 */
final class UnusedCredentials implements WebFilter {

    private final ServerAuthenticationEntryPoint refusal;

    UnusedCredentials(ServerAuthenticationEntryPoint refusal) {
        this.refusal = refusal;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        List<String> given = exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (given.isEmpty()) {
            return chain.filter(exchange);
        }
        if (given.size() > 1) {
            // only one of them was looked at
            return refuse(exchange);
        }
        return ReactiveSecurityContextHolder.getContext()
                .hasElement()
                .flatMap(authenticated -> authenticated ? chain.filter(exchange) : refuse(exchange));
    }

    private Mono<Void> refuse(ServerWebExchange exchange) {
        return refusal.commence(exchange, new BadCredentialsException("not understood"));
    }
}
