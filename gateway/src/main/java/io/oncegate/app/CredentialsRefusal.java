package io.oncegate.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers credentials that are given and wrong: 401, without a hint at what is wrong with them. */
final class CredentialsRefusal implements ServerAuthenticationEntryPoint {

    private final String challenge;
    private final String type;
    private final JsonMapper json;

    /**
     * @param challenge how one may authenticate
     * @param policy the address of the policy page
     * @param json writes the body
     */
    CredentialsRefusal(String challenge, String policy, JsonMapper json) {
        this.challenge = challenge;
        this.type = policy + "#credentials-invalid";
        this.json = json;
    }

    @Override
    public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException failure) {
        return refuse(exchange);
    }

    Mono<Void> refuse(ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        byte[] body =
                json.writeValueAsBytes(problem(exchange.getRequest().getURI().getRawPath()));
        response.setStatusCode(HttpStatus.UNAUTHORIZED);
        HttpHeaders headers = response.getHeaders();
        headers.set(HttpHeaders.WWW_AUTHENTICATE, challenge);
        headers.set(HttpHeaders.LINK, "<" + type + ">; rel=\"describedby\"");
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl("no-store");
        headers.setContentLength(body.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private Map<String, Object> problem(String path) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type);
        members.put("title", "The credentials are not valid");
        members.put("status", HttpStatus.UNAUTHORIZED.value());
        members.put("detail", "The Authorization header was given and does not prove who calls; nothing was executed.");
        members.put("instance", path);
        members.put("code", "credentials-invalid");
        members.put("retryable", false);
        return members;
    }
}
