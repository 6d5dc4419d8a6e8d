package io.oncegate.app;

import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Answers credentials that are given and wrong: 401, without a hint at what is wrong with them. */
final class CredentialsRefusal implements ServerAuthenticationEntryPoint {

    private static final byte[] PROBLEM = """
            {"type":"about:blank","title":"The credentials are not valid","status":401,\
            "code":"credentials-invalid","retryable":false}""".getBytes(StandardCharsets.UTF_8);

    private final String challenge;

    /**
     * @param challenge how one may authenticate
     */
    CredentialsRefusal(String challenge) {
        this.challenge = challenge;
    }

    @Override
    public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException failure) {
        return refuse(exchange);
    }

    Mono<Void> refuse(ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatus.UNAUTHORIZED);
        HttpHeaders headers = response.getHeaders();
        headers.set(HttpHeaders.WWW_AUTHENTICATE, challenge);
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl("no-store");
        headers.setContentLength(PROBLEM.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(PROBLEM)));
    }
}
