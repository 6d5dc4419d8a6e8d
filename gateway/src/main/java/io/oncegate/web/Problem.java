package io.oncegate.web;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The answers that the gateway itself gives (contract 3): code, status, and whether the same key may be sent again. */
enum Problem {
    KEY_MISSING(HttpStatus.BAD_REQUEST, "This operation needs an idempotency key", false),
    KEY_INVALID(HttpStatus.BAD_REQUEST, "The idempotency key is not well-formed", false),
    CALLER_UNKNOWN(HttpStatus.UNAUTHORIZED, "This operation needs a known caller", false),
    REQUEST_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The request body is too large", false),
    KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT, "The idempotency key was used for another request", false),
    REQUEST_IN_PROGRESS(HttpStatus.CONFLICT, "The first request with this key is still running", true),
    OUTCOME_UNKNOWN(HttpStatus.CONFLICT, "Whether an earlier attempt took effect is unknown", false),
    RESULT_EXPIRED(HttpStatus.CONFLICT, "The request was executed, and its answer is no longer kept", false),
    RESULT_NOT_KEPT(HttpStatus.CONFLICT, "The request was executed, and its answer could not be kept", false),
    CALLER_LIMIT(HttpStatus.TOO_MANY_REQUESTS, "The caller has as many keys or kept answers as it may have", true),
    GATEWAY_BUSY(HttpStatus.SERVICE_UNAVAILABLE, "The gateway has as much to do as it takes on", true),
    STORE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Idempotency cannot be guaranteed right now", true),
    UPSTREAM_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The service cannot be reached; nothing was sent to it", true),
    UPSTREAM_TIMEOUT(HttpStatus.GATEWAY_TIMEOUT, "The service has not answered in time", true),
    UPSTREAM_BROKEN(HttpStatus.BAD_GATEWAY, "The connection to the service broke before the whole answer", true);

    private final String code;
    private final HttpStatus status;
    private final String title;
    private final boolean retryable;

    Problem(HttpStatus status, String title, boolean retryable) {
        this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.status = status;
        this.title = title;
        this.retryable = retryable;
    }

    /** The member {@code code}, and the fragment of {@code type}. */
    String code() {
        return code;
    }

    HttpStatus status() {
        return status;
    }

    String title() {
        return title;
    }

    /** Whether sending the same request again with the same key is of use; ambiguous answers depend on the route. */
    boolean retryable() {
        return retryable;
    }
}
