package io.oncegate.app;

import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses credentials that nobody understood: malformed, or of a scheme that is not on. Letting them pass as "none
 * given" would run a request as nobody that was meant as somebody.
 */
final class UnusedCredentials implements WebFilter {

    private final CredentialsRefusal refusal;

    UnusedCredentials(CredentialsRefusal refusal) {
        this.refusal = refusal;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!exchange.getRequest().getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)) {
            return chain.filter(exchange);
        }
        return ReactiveSecurityContextHolder.getContext()
                .hasElement()
                .flatMap(authenticated -> authenticated ? chain.filter(exchange) : refusal.refuse(exchange));
    }
}
