package io.oncegate.web;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes the gateway's own answers as {@code application/problem+json} (RFC 9457, contract 3). */
final class ProblemResponses {

    /** Most clients give up after a second or two, so there is no use in a longer one. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final URI policy;
    private final JsonMapper json;

    /**
     * @param policy the address of the policy page, relative or absolute, without a fragment
     * @param json writes the body
     */
    ProblemResponses(URI policy, JsonMapper json) {
        this.policy = policy;
        this.json = json;
    }

    /** A problem in the making. */
    Draft draft(Problem problem, String detail) {
        return new Draft(problem, detail, problem.retryable(), Map.of(), Optional.empty(), RETRY_AFTER);
    }

    /**
     * A problem in the making.
     *
     * @param problem which one
     * @param detail what happened, in words for the client's developer
     * @param retryable whether the same request with the same key is of use
     * @param members further members of the body
     * @param location the first answer's {@code Location}
     * @param retryAfter when it is of use
     */
    record Draft(
            Problem problem,
            String detail,
            boolean retryable,
            Map<String, Object> members,
            Optional<String> location,
            Duration retryAfter) {

        Draft retryable(boolean value) {
            return new Draft(problem, detail, value, members, location, retryAfter);
        }

        Draft firstAnswer(int firstStatus, Optional<String> firstLocation) {
            return new Draft(problem, detail, retryable, Map.of("firstStatus", firstStatus), firstLocation, retryAfter);
        }

        Draft retryAfter(Duration duration) {
            return new Draft(problem, detail, retryable, members, location, duration);
        }
    }

    /** Writes the problem, unless something else has answered meanwhile. */
    Mono<Void> write(ServerWebExchange exchange, Draft draft) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.empty();
        }
        Problem problem = draft.problem();
        String type = policy + "#" + problem.code();
        response.setStatusCode(problem.status());
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl("no-store");
        headers.add(HttpHeaders.LINK, "<" + type + ">; rel=\"describedby\"");
        draft.location().ifPresent(location -> headers.set(HttpHeaders.LOCATION, location));
        if (draft.retryable()) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(wholeSeconds(draft.retryAfter())));
        }
        ResponseFields.expose(headers);
        byte[] body = json.writeValueAsBytes(members(exchange, draft, type));
        headers.setContentLength(body.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    /** Up, for a client that comes too early comes in vain. */
    private static long wholeSeconds(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }

    private static Map<String, Object> members(ServerWebExchange exchange, Draft draft, String type) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type);
        members.put("title", draft.problem().title());
        members.put("status", draft.problem().status().value());
        members.put("detail", draft.detail());
        members.put("instance", exchange.getRequest().getURI().getRawPath());
        members.put("code", draft.problem().code());
        members.put("retryable", draft.retryable());
        members.putAll(draft.members());
        return members;
    }
}
