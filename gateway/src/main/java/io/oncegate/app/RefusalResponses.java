package io.oncegate.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes refusals as {@code application/problem+json}, in the form of the gateway's other problems. */
@Component
final class RefusalResponses {

    private static final String BASIC = "Basic realm=\"oncegate\"";

    private final String challenge;
    private final String policy;
    private final JsonMapper json;

    /**
     * @param jwts there where bearer tokens are on
     * @param json writes the body
     * @param policy the address of the policy page
     */
    RefusalResponses(
            ObjectProvider<ReactiveJwtDecoder> jwts,
            JsonMapper json,
            @Value("${oncegate.policy-uri:/idempotency-policy}") String policy) {
        this.challenge = jwts.getIfAvailable() == null ? BASIC : "Bearer, " + BASIC;
        this.policy = policy;
        this.json = json;
    }

    Mono<Void> write(ServerWebExchange exchange, Refusal refusal) {
        ServerHttpResponse response = exchange.getResponse();
        String type = policy + "#" + refusal.code();
        byte[] body = json.writeValueAsBytes(
                problem(refusal, type, exchange.getRequest().getURI().getRawPath()));
        response.setStatusCode(refusal.status());
        HttpHeaders headers = response.getHeaders();
        if (refusal.status() == HttpStatus.UNAUTHORIZED) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, challenge);
        }
        headers.set(HttpHeaders.LINK, "<" + type + ">; rel=\"describedby\"");
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl("no-store");
        headers.setContentLength(body.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private static Map<String, Object> problem(Refusal refusal, String type, String path) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type);
        members.put("title", refusal.title());
        members.put("status", refusal.status().value());
        members.put("detail", refusal.detail());
        members.put("instance", path);
        members.put("code", refusal.code());
        members.put("retryable", false);
        return members;
    }
}
