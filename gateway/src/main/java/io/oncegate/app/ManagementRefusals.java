package io.oncegate.app;

import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.security.web.server.authentication.ServerHttpBasicAuthenticationConverter;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.csrf.CsrfException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Refuses on the management port, and has it audited. */
final class ManagementRefusals implements ServerAuthenticationEntryPoint, ServerAccessDeniedHandler {

    private static final String NOBODY = "anonymous";

    private final RefusalResponses responses;
    private final RefusedAccesses accesses;
    private final Set<String> clients;
    private final ServerAuthenticationConverter basic = new ServerHttpBasicAuthenticationConverter();

    ManagementRefusals(RefusalResponses responses, RefusedAccesses accesses, ClientsProperties properties) {
        this.responses = responses;
        this.accesses = accesses;
        this.clients = properties.clients().stream()
                .map(ClientsProperties.Client::name)
                .collect(Collectors.toSet());
    }

    @Override
    public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException failure) {
        boolean given = exchange.getRequest().getHeaders().containsHeader(HttpHeaders.AUTHORIZATION);
        Refusal refusal = given ? Refusal.CREDENTIALS_INVALID : Refusal.CREDENTIALS_MISSING;
        return claimed(exchange).flatMap(name -> refuse(exchange, NOBODY, name, refusal));
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, AccessDeniedException denied) {
        Refusal refusal = denied instanceof CsrfException ? Refusal.CROSS_SITE : Refusal.ROLE_MISSING;
        return exchange.getPrincipal()
                .map(Principal::getName)
                .defaultIfEmpty(NOBODY)
                .flatMap(name -> refuse(exchange, name, Optional.empty(), refusal));
    }

    /** Only the name of a client that exists: anything else may be a secret in the wrong field. */
    private Mono<Optional<String>> claimed(ServerWebExchange exchange) {
        return basic.convert(exchange)
                .map(Authentication::getName)
                .filter(clients::contains)
                .map(Optional::of)
                .onErrorComplete()
                .defaultIfEmpty(Optional.empty());
    }

    private Mono<Void> refuse(ServerWebExchange exchange, String principal, Optional<String> claimed, Refusal refusal) {
        ServerHttpRequest request = exchange.getRequest();
        accesses.refused(
                principal, claimed, request.getMethod().name(), request.getURI().getRawPath(), refusal);
        return responses.write(exchange, refusal);
    }
}
