package io.oncegate.app;

import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Answers credentials that are given and wrong: 401, without a hint at what is wrong with them. */
@Component
final class CredentialsRefusal implements ServerAuthenticationEntryPoint {

    private final RefusalResponses responses;

    CredentialsRefusal(RefusalResponses responses) {
        this.responses = responses;
    }

    @Override
    public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException failure) {
        return responses.write(exchange, Refusal.CREDENTIALS_INVALID);
    }
}
