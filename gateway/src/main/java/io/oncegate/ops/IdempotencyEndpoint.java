package io.oncegate.ops;

import io.oncegate.core.EntryId;
import io.oncegate.core.IdempotencyKey;
import io.oncegate.core.Scope;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import reactor.core.publisher.Mono;

/**
 * The actuator endpoint {@code idempotency}: find, list and mend entries. One is named by parameters rather than by its
 * path, since a key may hold what no path takes (a slash, a percent sign); the path is for those that have none of it.
 */
@WebEndpoint(id = "idempotency")
public final class IdempotencyEndpoint {

    private static final MimeType PROBLEM = MimeTypeUtils.parseMimeType("application/problem+json");

    private final EntryDesk desk;

    /**
     * @param desk does it
     */
    public IdempotencyEndpoint(EntryDesk desk) {
        this.desk = desk;
    }

    /** With namespace, caller and key the one entry; with less than that a page of a list. */
    @ReadOperation
    public Mono<WebEndpointResponse<Map<String, Object>>> read(
            SecurityContext security,
            @Nullable String namespace,
            @Nullable String caller,
            @Nullable String key,
            @Nullable String state,
            @Nullable String olderThan,
            @Nullable String youngerThan,
            @Nullable String cursor,
            @Nullable Integer limit,
            @Nullable Boolean body) {
        if (namespace != null && caller != null && key != null) {
            return find(security, namespace, caller, key, body);
        }
        return answer(() -> desk.list(
                Operator.of(security),
                ListRequest.of(namespace, caller, key, state, olderThan, youngerThan, cursor, limit)));
    }

    /** One entry. */
    @ReadOperation
    public Mono<WebEndpointResponse<Map<String, Object>>> find(
            SecurityContext security,
            @Selector String namespace,
            @Selector String caller,
            @Selector String key,
            @Nullable Boolean body) {
        return answer(() -> desk.find(Operator.of(security), id(namespace, caller, key), Boolean.TRUE.equals(body)));
    }

    /** Changes one entry. Actuator takes members that are text or numbers only, so headers are lines. */
    @WriteOperation
    public Mono<WebEndpointResponse<Map<String, Object>>> change(
            SecurityContext security,
            String namespace,
            String caller,
            String key,
            String action,
            String reason,
            String version,
            @Nullable Integer status,
            @Nullable String headers,
            @Nullable String body,
            @Nullable String bodyBase64,
            @Nullable String retention) {
        return answer(() -> desk.change(
                Operator.of(security),
                new ChangeRequest(
                        id(namespace, caller, key),
                        action,
                        reason,
                        version,
                        new GivenAnswer(status, headers, body, bodyBase64, retention))));
    }

    private static EntryId id(String namespace, String caller, String key) {
        try {
            return new EntryId(new Scope(namespace, caller), new IdempotencyKey(key));
        } catch (IllegalArgumentException e) {
            throw new RefusedRequestException("entry-invalid", "an entry has a namespace, a caller and a key");
        }
    }

    private static Mono<WebEndpointResponse<Map<String, Object>>> answer(Supplier<Mono<DeskReply>> asked) {
        return Mono.defer(asked)
                .onErrorResume(RefusedRequestException.class, refused -> Mono.just(refused.reply()))
                .map(reply -> reply.isProblem()
                        ? new WebEndpointResponse<>(reply.body(), reply.status(), PROBLEM)
                        : new WebEndpointResponse<>(reply.body(), reply.status()));
    }
}
